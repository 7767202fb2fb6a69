package dev.headgate.server.rehearsal;

import dev.headgate.kernel.config.ConfigNode;
import java.util.List;
import java.util.Optional;

/// A file of scenes.
///
/// @param provider the declared provider that the script plays
/// @param otherwise what models say that do as they are told
/// @param scenes in the order in which they are played
public record Scenes(String provider, String otherwise, List<Scene> scenes) {
  public Scenes {
    scenes = List.copyOf(scenes);
  }

  public static Scenes from(ConfigNode file) {
    var provider = file.requireText("provider", "The declared provider that the script plays");
    var otherwise = file.requireText("otherwise", "What models say that do as they are told");
    var scenes = file.list("scenes", "The scenes, in order", scene -> Scene.from(scene, otherwise));
    if (scenes.isEmpty() && !file.isDescribing()) {
      file.problem("scenes", "nothing is played; add a scene with a name, an input and a script");
    }
    return new Scenes(provider, otherwise, scenes);
  }

  Optional<Scene> find(String ticket) {
    return scenes.stream().filter(scene -> scene.name().equals(ticket)).findFirst();
  }
}
