package dev.headgate.server.openai;

import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.runtime.pipeline.calls.FeatureAnswer;
import dev.headgate.server.features.AnswerJson;
import tools.jackson.core.JsonGenerator;

/// A feature's answer as a `chat.completion` or as its chunks, with Headgate's own properties under
/// `headgate`.
///
/// @param created epoch seconds
record CompletionJson(FeatureChat request, long created) {
  boolean includesUsage() {
    return request.includeUsage();
  }

  void completion(JsonGenerator out, FeatureAnswer answer) {
    begin(out, "chat.completion", answer.traceId());
    out.writeArrayPropertyStart("choices");
    out.writeStartObject();
    out.writeNumberProperty("index", 0);
    out.writeObjectPropertyStart("message");
    out.writeStringProperty("role", "assistant");
    out.writeStringProperty("content", answer.answer().text());
    out.writeNullProperty("refusal");
    out.writeEndObject();
    out.writeNullProperty("logprobs");
    out.writeStringProperty("finish_reason", wireName(answer.completion().finishReason()));
    out.writeEndObject();
    out.writeEndArray();
    usage(out, answer.completion().usage());
    headgate(out, answer);
    out.writeEndObject();
  }

  void firstChunk(JsonGenerator out, String traceId) {
    beginChunk(out, traceId);
    out.writeStringProperty("role", "assistant");
    out.writeStringProperty("content", "");
    endChoice(out);
    endChunk(out);
  }

  void deltaChunk(JsonGenerator out, String traceId, String delta) {
    beginChunk(out, traceId);
    out.writeStringProperty("content", delta);
    endChoice(out);
    endChunk(out);
  }

  /// Says why there is no more, and where it all came from.
  void lastChunk(JsonGenerator out, FeatureAnswer answer) {
    beginChunk(out, answer.traceId());
    out.writeEndObject();
    out.writeStringProperty("finish_reason", wireName(answer.completion().finishReason()));
    out.writeEndObject();
    out.writeEndArray();
    headgate(out, answer);
    endChunk(out);
  }

  void usageChunk(JsonGenerator out, FeatureAnswer answer) {
    begin(out, "chat.completion.chunk", answer.traceId());
    out.writeArrayPropertyStart("choices");
    out.writeEndArray();
    usage(out, answer.completion().usage());
    out.writeEndObject();
  }

  private void begin(JsonGenerator out, String object, String traceId) {
    out.writeStartObject();
    out.writeStringProperty("id", "chatcmpl-" + traceId);
    out.writeStringProperty("object", object);
    out.writeNumberProperty("created", created);
    out.writeStringProperty("model", request.model());
  }

  private void beginChunk(JsonGenerator out, String traceId) {
    begin(out, "chat.completion.chunk", traceId);
    out.writeArrayPropertyStart("choices");
    out.writeStartObject();
    out.writeNumberProperty("index", 0);
    out.writeObjectPropertyStart("delta");
  }

  private static void endChoice(JsonGenerator out) {
    out.writeEndObject();
    out.writeNullProperty("finish_reason");
    out.writeEndObject();
    out.writeEndArray();
  }

  private void endChunk(JsonGenerator out) {
    if (includesUsage()) {
      out.writeNullProperty("usage");
    }
    out.writeEndObject();
  }

  private void headgate(JsonGenerator out, FeatureAnswer answer) {
    out.writeObjectPropertyStart("headgate");
    AnswerJson.writeOrigin(out, answer, request.ignored());
    out.writeEndObject();
  }

  private static void usage(JsonGenerator out, Usage usage) {
    out.writeObjectPropertyStart("usage");
    out.writeNumberProperty("prompt_tokens", usage.input().total());
    out.writeNumberProperty("completion_tokens", usage.output().total());
    out.writeNumberProperty("total_tokens", usage.input().total() + usage.output().total());
    out.writeObjectPropertyStart("prompt_tokens_details");
    out.writeNumberProperty("cached_tokens", usage.input().cacheRead());
    out.writeEndObject();
    out.writeObjectPropertyStart("completion_tokens_details");
    out.writeNumberProperty("reasoning_tokens", usage.output().reasoning());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static String wireName(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
    };
  }
}
