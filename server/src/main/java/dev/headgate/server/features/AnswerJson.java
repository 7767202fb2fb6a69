package dev.headgate.server.features;

import dev.headgate.kernel.answers.Citation;
import dev.headgate.kernel.answers.Claim;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.runtime.contracts.ContractOutcome;
import dev.headgate.runtime.pipeline.calls.FeatureAnswer;
import dev.headgate.runtime.traces.Trace;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// A feature's answer as JSON. The OpenAI dialect shows the same properties under `headgate`.
public final class AnswerJson {
  private AnswerJson() {}

  /// The whole answer as one object.
  public static void write(JsonGenerator out, FeatureAnswer answer) {
    out.writeStartObject();
    out.writeStringProperty("answer", answer.answer().text());
    if (answer.contract().state() != ContractOutcome.State.NONE) {
      out.writeName("output");
      out.writeRawValue(answer.answer().text());
    }
    writeOrigin(out, answer);
    out.writeStringProperty(
        "finish_reason", answer.completion().finishReason().name().toLowerCase(Locale.ROOT));
    writeUsage(out, answer.completion().usage());
    out.writeEndObject();
  }

  /// Where the answer comes from, as properties of an object that is open.
  public static void writeOrigin(JsonGenerator out, FeatureAnswer answer) {
    out.writeStringProperty("trace_id", answer.traceId());
    out.writeStringProperty("feature", answer.feature());
    out.writeStringProperty("release", answer.release());
    writeIntent(out, answer);
    out.writeStringProperty("tier", answer.tier());
    out.writeStringProperty("outcome", answer.resolution().outcome().wireName());
    if (!answer.resolution().review().isEmpty()) {
      out.writeStringProperty("review_id", answer.resolution().review());
    }
    out.writeStringProperty("model", answer.completion().responseModel());
    if (answer.isEstimated()) {
      out.writeBooleanProperty("estimated", true);
    }
    out.writeName("confidence");
    var confidence = answer.answer().confidence();
    if (confidence == null) {
      out.writeNull();
    } else {
      out.writeNumber(confidence);
    }
    writeContract(out, answer.contract());
    writeCitations(out, answer.answer().citations());
    writeClaims(out, answer.answer().claims());
    writeSteps(out, answer.steps());
    writeChain(out, answer);
  }

  /// As [#writeOrigin], and what of the request said nothing to the feature.
  public static void writeOrigin(JsonGenerator out, FeatureAnswer answer, List<String> ignored) {
    writeOrigin(out, answer);
    if (!ignored.isEmpty()) {
      out.writeArrayPropertyStart("ignored");
      ignored.forEach(out::writeString);
      out.writeEndArray();
    }
  }

  private static void writeContract(JsonGenerator out, ContractOutcome contract) {
    if (contract.state() != ContractOutcome.State.NONE) {
      out.writeObjectPropertyStart("contract");
      out.writeStringProperty("outcome", contract.state().wireName());
      if (!contract.why().isEmpty()) {
        out.writeStringProperty("why", contract.why());
      }
      out.writeEndObject();
    }
  }

  private static void writeIntent(JsonGenerator out, FeatureAnswer answer) {
    var intent = answer.intent();
    if (intent == null) {
      return;
    }
    out.writeObjectPropertyStart("intent");
    out.writeStringProperty("name", intent.intent());
    out.writeNumberProperty("probability", Math.round(intent.probability() * 1e4) / 1e4);
    out.writeStringProperty("nearest", intent.nearest());
    out.writeStringProperty("by", intent.by().wireName());
    out.writeEndObject();
  }

  private static void writeChain(JsonGenerator out, FeatureAnswer answer) {
    if (answer.said().isEmpty()) {
      return;
    }
    out.writeArrayPropertyStart("chain");
    for (var said : answer.said()) {
      out.writeStartObject();
      out.writeStringProperty("step", said.step());
      out.writeStringProperty("text", said.text());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeCitations(JsonGenerator out, List<Citation> citations) {
    out.writeArrayPropertyStart("citations");
    for (var citation : citations) {
      write(out, citation);
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, Citation citation) {
    out.writeStartObject();
    out.writeStringProperty("document", citation.document());
    out.writeStringProperty("title", citation.title());
    out.writeNumberProperty("start", citation.start());
    out.writeNumberProperty("end", citation.end());
    out.writeStringProperty("quote", citation.quote());
    out.writeEndObject();
  }

  private static void writeClaims(JsonGenerator out, List<Claim> claims) {
    if (claims.isEmpty()) {
      return;
    }
    out.writeArrayPropertyStart("claims");
    for (var claim : claims) {
      var support = claim.support();
      out.writeStartObject();
      out.writeStringProperty("text", claim.text());
      out.writeNumberProperty("start", claim.start());
      out.writeNumberProperty("end", claim.end());
      out.writeStringProperty("verdict", support.verdict().wireName());
      out.writeNumberProperty("score", Math.round(support.score() * 1e4) / 1e4);
      if (!support.why().isEmpty()) {
        out.writeStringProperty("missing", support.why());
      }
      if (claim.isRemoved()) {
        out.writeBooleanProperty("removed", true);
      }
      if (support.source() != null) {
        out.writeName("source");
        write(out, support.source());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeSteps(JsonGenerator out, List<Trace.Span> steps) {
    out.writeArrayPropertyStart("steps");
    for (var step : steps) {
      out.writeStartObject();
      out.writeStringProperty("name", step.name());
      out.writeNumberProperty("ms", Math.round(step.nanos() / 1e3) / 1e3);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeUsage(JsonGenerator out, Usage usage) {
    out.writeObjectPropertyStart("usage");
    out.writeNumberProperty("input_tokens", usage.input().total());
    out.writeNumberProperty("cache_read_input_tokens", usage.input().cacheRead());
    out.writeNumberProperty("output_tokens", usage.output().total());
    out.writeNumberProperty("reasoning_tokens", usage.output().reasoning());
    out.writeEndObject();
  }
}
