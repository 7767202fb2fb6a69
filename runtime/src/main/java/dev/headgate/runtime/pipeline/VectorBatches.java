package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingAnswer.Vector;
import dev.headgate.kernel.embeddings.EmbeddingProvider;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.runtime.pipeline.calls.VectorTranslation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// The vectors of one call, by as many requests as its provider needs, one after another and in
/// order. Where a deployment fails, another of the same model makes only those that are missing.
/// One thread.
final class VectorBatches {
  /// The most requests that one call becomes.
  static final int MAX_REQUESTS = 256;

  /// The most inputs of one request, so that its answer is not too long to be held.
  static final int MAX_INPUTS = 512;

  /// The most space that the vectors of one call may take.
  static final long MAX_BYTES = 128L * 1024 * 1024;

  // A number's spelling, and where it ends.
  private static final int BYTES_PER_NUMBER = 16;

  private final VectorTranslation translation;
  private final EmbeddingRequest request;
  private final List<Vector> made = new ArrayList<>();
  private Extras extras = Extras.NONE;
  private String responseModel = "";
  private Usage total = Usage.NONE;
  private Usage ofAttempt = Usage.NONE;
  private boolean isUncounted;
  private int answers;
  private int answersOfAttempt;
  private long bytes;
  private final SequencedSet<String> ignored = new LinkedHashSet<>();

  VectorBatches(VectorTranslation translation) {
    this.translation = translation;
    this.request = translation.request();
  }

  /// Has a deployment make what is missing.
  void fill(EmbeddingProvider by, String model, Cancellation cancellation) {
    ofAttempt = Usage.NONE;
    isUncounted = false;
    answersOfAttempt = 0;
    var unsaid = by.ignored(request.to(model));
    var inputs = request.inputs();
    var atOnce = Math.min(by.maxInputs(model), MAX_INPUTS);
    requireFew(inputs.size() - made.size(), atOnce);
    while (made.size() < inputs.size()) {
      var from = made.size();
      var batch = inputs.subList(from, Math.min(from + atOnce, inputs.size()));
      take(by.embed(request.to(model).with(batch), cancellation));
      ignored.addAll(unsaid);
    }
  }

  private static void requireFew(int missing, int atOnce) {
    if (missing > (long) atOnce * MAX_REQUESTS) {
      throw CallFailed.invalid(
          "input",
          "%d inputs would be more than %d requests to the model's provider, which takes %d at once; send at most %d"
              .formatted(missing, MAX_REQUESTS, atOnce, atOnce * MAX_REQUESTS));
    }
  }

  private void take(EmbeddingAnswer answer) {
    answers++;
    answersOfAttempt++;
    isUncounted |= answer.usage().equals(Usage.NONE);
    ofAttempt = ofAttempt.plus(answer.usage());
    total = total.plus(answer.usage());
    responseModel = answer.responseModel();
    extras = answer.extras();
    for (var vector : answer.vectors()) {
      var wanted = translation.inForm(request.encoding(), vector);
      bytes += bytes(wanted.value());
      if (bytes > MAX_BYTES) {
        throw new CallFailed(
            ErrorCode.REQUEST_TOO_LARGE,
            "the vectors of this call take more than %d MiB; send fewer texts at once"
                .formatted(MAX_BYTES / 1024 / 1024));
      }
      made.add(new Vector(made.size(), wanted.value(), wanted.extras()));
    }
  }

  private static long bytes(Json value) {
    return switch (value) {
      case Json.Arr(var numbers) -> (long) numbers.size() * BYTES_PER_NUMBER;
      case Json.Text(var text) -> text.length();
      case Json.Obj _, Json.Num _, Json.Bool _, Json.Null _ -> 0;
    };
  }

  /// Whether the present deployment has answered a request.
  boolean hasAnswered() {
    return answersOfAttempt > 0;
  }

  /// Names of what those that made vectors were not told.
  List<String> ignored() {
    return List.copyOf(ignored);
  }

  /// What the present deployment has said about its answers: no counts if any of them had none.
  Completion completion() {
    return completion(isUncounted ? Usage.NONE : ofAttempt);
  }

  /// What there is to say about the whole call.
  Completion ofCall() {
    return completion(total);
  }

  private Completion completion(Usage usage) {
    return new Completion(responseModel, "", FinishReason.STOP, usage);
  }

  /// The whole answer in the dialect of the call. What one answer says beyond vectors and counts
  /// goes with it; of several nobody could tell whose it is.
  ///
  /// @param model for a provider that does not name its own
  byte[] whole(String model) {
    return translation.whole(
        new EmbeddingAnswer(
            responseModel.isEmpty() ? model : responseModel,
            made,
            total,
            answers == 1 ? extras : Extras.NONE));
  }
}
