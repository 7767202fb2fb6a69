package dev.headgate.server.rehearsal;

import dev.headgate.kernel.config.ConfigNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// One ticket, what the models do with it, and what has to become of it.
///
/// @param name of the ticket
/// @param shows what there is to see, in a sentence or two
/// @param input of the call, the ticket's name in it
/// @param switchedOff flags that are off while it is played
/// @param script what the models do, request by request; a model with none does as it is told
public record Scene(
    String name,
    String shows,
    SequencedMap<String, Object> input,
    List<String> switchedOff,
    List<Act> script,
    Expected expected) {
  public Scene {
    input = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(input));
    switchedOff = List.copyOf(switchedOff);
    script = List.copyOf(script);
  }

  static Scene from(ConfigNode scene, String otherwise) {
    var name = scene.requireName("name", "The ticket's name");
    var input = new LinkedHashMap<String, Object>();
    input.put("ticket", name);
    input.putAll(
        scene.anyMap("input", "The input of the call, to which the ticket's name is added"));
    return new Scene(
        name,
        scene.requireText("shows", "What there is to see"),
        input,
        scene.texts("switched-off", List.of(), "Flags that are off while it is played"),
        scene.list("script", "What the models do", act -> Act.from(act, otherwise)),
        scene.section("expect", "What has to become of it", Expected::from));
  }

  /// What a model does with its requests, in order.
  List<Act> acts(String model) {
    return script.stream().filter(act -> act.model().equals(model)).toList();
  }
}
