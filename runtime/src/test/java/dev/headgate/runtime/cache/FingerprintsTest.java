package dev.headgate.runtime.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FingerprintsTest {
  private static final ChatSettings.Sampling HOT =
      new ChatSettings.Sampling(1.0, null, null, null, null, null);
  private static final ChatSettings.Sampling WIDE =
      new ChatSettings.Sampling(null, 1.0, null, null, null, null);
  private static final Json.Obj SCHEMA = Json.Obj.of("type", new Json.Text("object"));

  private final Fingerprints fingerprints = new Fingerprints(new byte[32]);

  @Test
  void whateverMayChangeTheAnswerChangesTheKey() {
    var different =
        Stream.of(
                saying(text("a")),
                saying(text("b")),
                saying(text("")),
                saying(),
                saying(text("a"), text("")),
                saying(new Part.Refusal("a", Extras.NONE)),
                saying(new Part.Text("a", extras("cache_control"))),
                saying(
                    new Part.Text(
                        "a", new Extras(Dialect.GEMINI, extras("cache_control").members()))),
                saying(image(new MediaSource.Url("image/png", "a"))),
                saying(image(new MediaSource.Inline("image/png", "a"))),
                saying(image(new MediaSource.Uploaded("image/png", "a"))),
                saying(new Part.ToolCall("a", "b", "c", Extras.NONE)),
                saying(new Part.ToolCall("ab", "", "c", Extras.NONE)),
                saying(new Part.Foreign(Dialect.ANTHROPIC, SCHEMA)),
                saying(text("a")).to("other"),
                with(new ChatSettings(1, List.of(), ChatSettings.Sampling.NONE, null, null)),
                with(new ChatSettings(null, List.of(), ChatSettings.Sampling.NONE, 1, null)),
                with(new ChatSettings(null, List.of("a"), ChatSettings.Sampling.NONE, null, null)),
                with(new ChatSettings(null, List.of(), HOT, null, null)),
                with(new ChatSettings(null, List.of(), WIDE, null, null)),
                with(function("f", null), new OutputFormat.Unsaid()),
                with(function("f", SCHEMA), new OutputFormat.Unsaid()),
                with(Tools.NONE, new OutputFormat.AnyJson()),
                with(Tools.NONE, new OutputFormat.Schema("", "", SCHEMA, null, Extras.NONE)),
                with(Tools.NONE, new OutputFormat.Schema("", "", SCHEMA, true, Extras.NONE)),
                extra("service_tier", new Json.Text("flex")),
                extra("service_tier", Json.NULL),
                extra("service_tier", Json.Num.of(1)))
            .map(request -> fingerprints.of("p", "s", request))
            .toList();

    assertThat(different).doesNotHaveDuplicates();
  }

  @Test
  void projectAndScopeAreInTheKey() {
    var request = saying(text("a"));

    assertThat(
            List.of(
                fingerprints.of("p", "s", request),
                fingerprints.of("q", "s", request),
                fingerprints.of("p", "t", request),
                fingerprints.of("ps", "", request),
                new Fingerprints(new byte[] {1}).of("p", "s", request)))
        .doesNotHaveDuplicates();
  }

  @Test
  void whoAsksAndTheOrderOfMembersDoNotMatter() {
    var one = new LinkedHashMap<String, Json>();
    one.put("a", Json.TRUE);
    one.put("b", Json.FALSE);
    one.put("user", new Json.Text("ann"));
    var other = new LinkedHashMap<String, Json>();
    other.put("metadata", Json.Obj.EMPTY);
    other.put("b", Json.FALSE);
    other.put("a", Json.TRUE);

    assertThat(fingerprints.of("p", "s", extra(one)))
        .isEqualTo(fingerprints.of("p", "s", extra(other)));
  }

  private static ChatRequest saying(Part... parts) {
    return new ChatRequest(
        "gpt-x", List.of(new ChatMessage(Role.USER, List.of(parts))), ChatSettings.NONE);
  }

  private static ChatRequest with(ChatSettings settings) {
    return saying(text("a")).with(settings);
  }

  private static ChatRequest with(Tools tools, OutputFormat format) {
    var plain = saying(text("a"));
    return new ChatRequest(
        plain.model(),
        plain.messages(),
        true,
        new ChatRequest.Options(ChatSettings.NONE, tools, format, ReasoningSettings.NONE),
        Extras.NONE);
  }

  private static ChatRequest extra(String name, Json value) {
    return extra(new LinkedHashMap<>(Map.of(name, value)));
  }

  private static ChatRequest extra(SequencedMap<String, Json> members) {
    var plain = saying(text("a"));
    return new ChatRequest(
        plain.model(),
        plain.messages(),
        true,
        plain.options(),
        new Extras(Dialect.OPENAI_CHAT, new Json.Obj(members)));
  }

  private static Tools function(String name, Json.@Nullable Obj parameters) {
    return new Tools(
        List.of(new Tools.Function(name, "", parameters, null, Extras.NONE)),
        new Tools.Choice.Unsaid(),
        null);
  }

  private static Part text(String text) {
    return new Part.Text(text);
  }

  private static Part image(MediaSource source) {
    return new Part.Image(source, "", Extras.NONE);
  }

  private static Extras extras(String name) {
    return new Extras(Dialect.ANTHROPIC, Json.Obj.of(name, Json.TRUE));
  }
}
