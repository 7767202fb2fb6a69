package dev.headgate.providers.openai.passing;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;

/// Reads an image, or what was heard, that comes as one JSON document, whose tokens have names of
/// their own. Not thread-safe.
final class MediaDocument implements RelayReader {
  private final OpenAiRelayReader document;
  private final MediaFacts facts = new MediaFacts();

  MediaDocument(Operation operation, String contentType) {
    this.document = new OpenAiRelayReader(operation, contentType, false);
  }

  @Override
  public boolean isStreamed() {
    return document.isStreamed();
  }

  @Override
  public void accept(byte[] bytes, int from, int length, ByteSink out) {
    facts.accept(bytes, from, from + length);
    document.accept(bytes, from, length, out);
  }

  @Override
  public boolean hasBegun() {
    return document.hasBegun();
  }

  @Override
  public boolean isBetweenEvents() {
    return document.isBetweenEvents();
  }

  @Override
  public boolean isWhole() {
    return document.isWhole();
  }

  @Override
  public boolean isDone() {
    return document.isDone();
  }

  @Override
  public Completion completion() {
    var read = document.completion();
    var usage = facts.usage();
    return usage == null
        ? read
        : new Completion(read.responseModel(), read.responseId(), read.finishReason(), usage);
  }

  @Override
  public CallFailed incomplete() {
    return document.incomplete();
  }

  @Override
  public void finish(ByteSink out) {
    document.finish(out);
  }
}
