package dev.headgate.providers.vectors;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.embeddings.EmbeddingRequest.Input;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ForeignWords;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The inputs of a request for a format that knows only texts: nothing but a text is left of each,
/// and what else it says is refused.
public final class TextInputs {
  // Google's Python SDK says whose a text is, which says nothing about its vector.
  private static final Json.Obj OF_THE_USER =
      Json.Obj.of("content", Json.Obj.of("role", new Json.Text("user")));

  private TextInputs() {}

  /// @throws CallFailed `UNSUPPORTED_PARAMETER`, naming what is no text
  public static List<String> of(EmbeddingRequest request, Dialect own) {
    return of(request, part -> ForeignWords.unsupported(part, own));
  }

  /// @param refusal of a part of the request
  public static List<String> of(EmbeddingRequest request, Function<String, CallFailed> refusal) {
    var texts = new ArrayList<String>(request.inputs().size());
    for (var input : request.inputs()) {
      texts.add(of(input, "input[" + texts.size() + "]", refusal));
    }
    return texts;
  }

  /// @param path of the input in the caller's request
  public static String of(Input input, String path, Function<String, CallFailed> refusal) {
    return switch (input) {
      case Input.Words(var text) -> text;
      case Input.Mixed(var parts, var extras)
          when parts.size() == 1 && parts.getFirst() instanceof Part.Text(var text, var more) -> {
        requireNone(extras, path, refusal);
        requireNone(more, path, refusal);
        yield text;
      }
      case Input.Tokens _, Input.Mixed _ -> throw refusal.apply(path);
    };
  }

  private static void requireNone(
      Extras extras, String path, Function<String, CallFailed> refusal) {
    if (extras.members().equals(OF_THE_USER)) {
      return;
    }
    extras
        .members()
        .members()
        .forEach((name, value) -> {
          if (!ForeignWords.saysNothing(value)) {
            throw refusal.apply(path + "." + name);
          }
        });
  }
}
