package dev.headgate.server.features;

import dev.headgate.kernel.answers.Citation;
import dev.headgate.kernel.chat.Usage;
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
    out.writeStringProperty("tier", answer.tier());
    out.writeStringProperty("model", answer.completion().responseModel());
    out.writeName("confidence");
    var confidence = answer.answer().confidence();
    if (confidence == null) {
      out.writeNull();
    } else {
      out.writeNumber(confidence);
    }
    writeCitations(out, answer.answer().citations());
    writeSteps(out, answer.steps());
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

  private static void writeCitations(JsonGenerator out, List<Citation> citations) {
    out.writeArrayPropertyStart("citations");
    for (var citation : citations) {
      out.writeStartObject();
      out.writeStringProperty("document", citation.document());
      out.writeStringProperty("title", citation.title());
      out.writeNumberProperty("start", citation.start());
      out.writeNumberProperty("end", citation.end());
      out.writeStringProperty("quote", citation.quote());
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
