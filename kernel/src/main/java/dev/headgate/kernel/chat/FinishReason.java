package dev.headgate.kernel.chat;

/// Why a model stopped. A stream that ends without one was truncated and is never an answer.
public enum FinishReason {
  STOP,
  LENGTH,
  TOOL_CALLS,
  CONTENT_FILTER
}
