package dev.headgate.providers.vectors;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.embeddings.EmbeddingRequest.Input;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ForeignWords;
import java.util.ArrayList;
import java.util.List;

/// The inputs of a request for a format that knows only texts.
public final class TextInputs {
  // Google's Python SDK says whose a text is, which says nothing about its vector.
  private static final Json.Obj OF_THE_USER =
      Json.Obj.of("content", Json.Obj.of("role", new Json.Text("user")));

  private TextInputs() {}

  /// @throws dev.headgate.kernel.errors.CallFailed `UNSUPPORTED_PARAMETER`, naming what is no text
  public static List<String> of(EmbeddingRequest request, Dialect own) {
    return of(request, own, 0);
  }

  /// @param first the place of the first input among all of the caller's
  public static List<String> of(EmbeddingRequest request, Dialect own, int first) {
    var texts = new ArrayList<String>(request.inputs().size());
    for (var input : request.inputs()) {
      texts.add(text(input, "input[" + (first + texts.size()) + "]", own));
    }
    return texts;
  }

  private static String text(Input input, String path, Dialect own) {
    return switch (input) {
      case Input.Words(var text) -> text;
      case Input.Tokens _ -> throw ForeignWords.unsupported(path, own);
      case Input.Mixed(var parts, var extras) -> {
        if (!extras.members().equals(OF_THE_USER)) {
          var _ = ForeignWords.own(extras, own, path);
        }
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(var text, var more)) {
          var _ = ForeignWords.own(more, own, path);
          yield text;
        }
        throw ForeignWords.unsupported(path, own);
      }
    };
  }
}
