package dev.headgate.evals.recordings;

import dev.headgate.kernel.dialects.Dialects;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.Spoken;
import dev.headgate.kernel.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Replays what nobody translates: the bytes pass as they are but for the model's name, and the
/// answer's facts can be read.
final class RelayReplay {
  private static final String ANOTHER_MODEL = "another-model";

  private final Dialects dialects;

  RelayReplay(Dialects dialects) {
    this.dialects = dialects;
  }

  String replay(Recording recording, Spoken.Relayed spoken) throws Mismatch {
    var sent = recording.asked().body();
    if (sent.length > 0) {
      checkRenaming(sent);
    }
    var answered = recording.answered();
    var whole = JsonReading.findObject(answered.body());
    if (ErrorReplay.isError(recording, whole)) {
      return new ErrorReplay(List.of(spoken.errors())).replay(spoken.errors(), answered);
    }
    if (whole.isEmpty()) {
      return "answer of %d bytes passes unread".formatted(answered.body().length);
    }
    var facts = new ArrayList<String>();
    collect("", whole.get(), facts);
    return facts.isEmpty() ? "no facts" : String.join(", ", facts);
  }

  private void checkRenaming(byte[] sent) throws Mismatch {
    var body = JsonReading.findObject(sent).orElse(Json.Obj.EMPTY);
    var model = body.text("model").orElse("");
    var renamed = bytes(dialects.renamed(sent, ANOTHER_MODEL));
    if (!model.isEmpty()) {
      var read = JsonReading.findObject(renamed).orElse(Json.Obj.EMPTY);
      Mismatch.ifAny(
          "relayed request",
          JsonComparison.difference(body.with("model", new Json.Text(ANOTHER_MODEL)), read));
      renamed = bytes(dialects.renamed(renamed, model));
    }
    if (!Arrays.equals(sent, renamed)) {
      throw new Mismatch("relayed request", "other bytes than the model's name have changed");
    }
  }

  /// Numbers of tokens and names of models, wherever they stand.
  private static void collect(String path, Json.Obj object, List<String> facts) {
    object
        .members()
        .forEach((name, value) -> {
          var place = path.isEmpty() ? name : path + "." + name;
          switch (value) {
            case Json.Obj inner -> collect(place, inner, facts);
            case Json.Num(var literal) when name.toLowerCase(Locale.ROOT).contains("token") ->
                facts.add(place + "=" + literal);
            case Json.Text(var text) when name.equals("model") -> facts.add(place + "=" + text);
            case Json.Num _, Json.Text _, Json.Arr _, Json.Bool _, Json.Null _ -> {}
          }
        });
  }

  private static byte[] bytes(RelayBody body) {
    var out = new ByteArrayOutputStream(body.length());
    try {
      body.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
