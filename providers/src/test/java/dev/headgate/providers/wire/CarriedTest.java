package dev.headgate.providers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CarriedTest {
  private static final Extras EXTRAS =
      new Extras(Dialect.GEMINI, Json.Obj.of("mark", new Json.Text("x")));
  private static final Usage USAGE =
      new Usage(new Usage.InputTokens(1, 2, 3, 4, 5, 6), new Usage.OutputTokens(7, 8, 9), 10);

  @ParameterizedTest
  @MethodSource("events")
  void everyPieceOfAnAnswerComesBackAsItWas(ChatEvent event) {
    var written = JsonBytes.read(JsonBytes.write(CanonicalEvents.write(event)));

    assertThat(CanonicalEvents.read((Json.Obj) written)).contains(event);
  }

  @Test
  void countsWithoutAWordTravelBesideThoseThatHaveOne() {
    var words = Json.Obj.of("total", Json.Num.of(55));

    var written = CarriedUsage.put(words, USAGE, _ -> Usage.NONE);

    assertThat(written.integer("total")).isEqualTo(55);
    assertThat(CarriedUsage.of(written, _ -> Usage.NONE)).isEqualTo(USAGE);
    assertThat(CarriedUsage.put(words, USAGE, _ -> USAGE)).isEqualTo(words);
  }

  @Test
  void anErrorKeepsItsMeaningInOtherWords() {
    var error = new WireError(ErrorCode.CONTENT_REFUSED, 400, "t", "r", "p", "m");

    assertThat(CarriedError.of(400, CarriedError.put(Json.Obj.EMPTY, error))).contains(error);
    assertThat(CarriedError.of(400, Json.Obj.EMPTY)).isEmpty();
  }

  private static List<ChatEvent> events() {
    var image = new Part.Image(new MediaSource.Inline("image/png", "AA=="), "low", EXTRAS);
    return List.of(
        new ChatEvent.Began("id", "model", EXTRAS),
        new ChatEvent.PartBegan(0, 1, new Part.Text("text", EXTRAS)),
        new ChatEvent.PartBegan(1, 0, new Part.Refusal("no", Extras.NONE)),
        new ChatEvent.PartBegan(0, 0, new Part.Reasoning("hm", "signed", EXTRAS)),
        new ChatEvent.PartBegan(0, 0, image),
        new ChatEvent.PartBegan(
            0, 0, new Part.Audio(new MediaSource.Uploaded("", "a-1"), "wav", Extras.NONE)),
        new ChatEvent.PartBegan(
            0, 0, new Part.File(new MediaSource.Url("text/plain", "https://x"), "n", Extras.NONE)),
        new ChatEvent.PartBegan(0, 0, new Part.ToolCall("c", "f", "{", Extras.NONE)),
        new ChatEvent.PartBegan(
            0,
            0,
            new Part.ToolResult(
                "c",
                "f",
                List.of(image, new Part.File(new MediaSource.Plain("", "t"), "", Extras.NONE)),
                true,
                Extras.NONE)),
        new ChatEvent.PartBegan(0, 0, new Part.Foreign(Dialect.COHERE, EXTRAS.members())),
        new ChatEvent.Grew(0, 0, "more"),
        new ChatEvent.Learned(0, 0, "sign", EXTRAS),
        new ChatEvent.ChoiceEnded(2, FinishReason.LENGTH, EXTRAS),
        new ChatEvent.Used(USAGE, EXTRAS));
  }
}
