package dev.headgate.runtime.traces;

import dev.headgate.kernel.answers.Claim;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The claims of an answer as a trace shows them: places and verdicts, and what was said only where
/// payloads are kept.
final class ClaimJson {
  private static final int MAX_CLAIMS = 200;

  private ClaimJson() {}

  static void write(JsonGenerator json, String tier, List<Claim> claims, boolean payloads) {
    if (claims.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("claims");
    for (var claim : claims.subList(0, Math.min(claims.size(), MAX_CLAIMS))) {
      var support = claim.support();
      json.writeStartObject();
      json.writeStringProperty("tier", tier);
      json.writeNumberProperty("start", claim.start());
      json.writeNumberProperty("end", claim.end());
      json.writeStringProperty("verdict", support.verdict().wireName());
      json.writeNumberProperty("score", Math.round(support.score() * 1e4) / 1e4);
      if (payloads) {
        json.writeStringProperty("text", claim.text());
      }
      if (payloads && !support.why().isEmpty()) {
        json.writeStringProperty("why", support.why());
      }
      var source = support.source();
      if (source != null) {
        json.writeObjectPropertyStart("source");
        json.writeStringProperty("document", source.document());
        json.writeNumberProperty("start", source.start());
        json.writeNumberProperty("end", source.end());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
