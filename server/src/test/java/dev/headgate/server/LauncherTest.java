package dev.headgate.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/headgate` with a JDK that only records how it was started.
final class LauncherTest {

  /// Notes class path and arguments; makes the cache that it is asked for, unless told to fail.
  private static final String RECORDING_JAVA =
      """
      #!/bin/sh
      echo "$CLASSPATH | $*" >> "$RECORD"
      for flag in "$@"; do
        case $flag in
          -XX:AOTCacheOutput=*)
            [ -z "${FAIL:-}" ] || { echo "no training today"; exit 3; }
            echo cache > "${flag#*=}"
            ;;
        esac
      done
      """;

  @TempDir Path temporary;
  private Path home;
  private Path record;

  @BeforeEach
  void installs() throws IOException {
    home = temporary.resolve("headgate 0.1.0"); // a space, since users have them
    record = temporary.resolve("record");
    copy("bin/headgate");
    copy("lib/java.sh");
    for (var jar : List.of("b.jar", "A.jar", "a-2.jar")) {
      Files.writeString(home.resolve("lib").resolve(jar), jar);
    }
    jdk("jdk-25", "25.0.3");
  }

  @Test
  void handsOverTheClassPathInOneOrderAndTheArgumentsAsTheyAre() throws Exception {
    var started = start("jdk-25", "", "ask", "two words");

    var lib = home.resolve("lib");
    assertThat(started.output()).isEmpty();
    assertThat(starts())
        .singleElement()
        .asString()
        .startsWith(lib + "/A.jar:" + lib + "/a-2.jar:" + lib + "/b.jar |")
        .contains("--enable-native-access=ALL-UNNAMED", "-Xmx512m")
        .doesNotContain("-Xms", "AOT")
        .endsWith("dev.headgate.server.cli.Main ask two words");
  }

  @Test
  void makesItsCacheAtTheFirstServeAndUsesItFromThenOn() throws Exception {
    var first = start("jdk-25", "", "serve");
    var second = start("jdk-25", "", "traces", "list");

    assertThat(first.output()).contains("making a start-up cache once").hasLineCount(1);
    assertThat(second.output()).isEmpty();
    assertThat(starts()).hasSize(3);
    assertThat(starts().get(0)).contains("-XX:AOTCacheOutput=").endsWith("warm-up");
    assertThat(starts().get(1)).contains("-XX:AOTCache=" + home + "/lib/").endsWith("Main serve");
    assertThat(starts().get(2)).contains("-XX:AOTCache=" + home + "/lib/");
    assertThat(cacheFiles()).singleElement().asString().endsWith(".aot");
  }

  @Test
  void startsWithoutACacheThatCannotBeMadeAndDoesNotTryAgain() throws Exception {
    var first = start("jdk-25", "FAIL=1", "serve");
    var second = start("jdk-25", "FAIL=1", "serve");

    assertThat(first.exitCode()).isZero();
    assertThat(first.output()).contains("starting without");
    assertThat(second.output()).isEmpty();
    assertThat(starts()).hasSize(3);
    assertThat(starts().getLast()).doesNotContain("AOT");
    assertThat(cacheFiles()).singleElement().asString().endsWith(".failed");
    assertThat(Files.readString(Path.of(cacheFiles().getFirst()))).contains("no training today");
  }

  @Test
  void makesAnotherCacheWhenAJarChanges() throws Exception {
    start("jdk-25", "", "serve");
    Files.writeString(home.resolve("lib/b.jar"), "another release");

    var again = start("jdk-25", "", "serve");

    assertThat(again.output()).contains("making a start-up cache once");
    assertThat(cacheFiles()).hasSize(2);
  }

  @Test
  void doesWithoutACacheWhenToldTo() throws Exception {
    var started = start("jdk-25", "HEADGATE_AOT=off", "serve");

    assertThat(started.output()).isEmpty();
    assertThat(starts()).singleElement().asString().contains("-Xms512m").doesNotContain("AOT");
  }

  @Test
  void twoFirstStartsAtOnceLeaveOneWholeCache() throws Exception {
    var one = begin("jdk-25", "", "serve");
    var other = begin("jdk-25", "", "serve");

    assertThat(end(one).exitCode()).isZero();
    assertThat(end(other).exitCode()).isZero();
    assertThat(cacheFiles()).singleElement().asString().endsWith(".aot");
    assertThat(Path.of(cacheFiles().getFirst())).hasContent("cache\n");
  }

  @Test
  void isFoundThroughASymbolicLink() throws Exception {
    var link = Files.createSymbolicLink(temporary.resolve("hg"), home.resolve("bin/headgate"));

    var started = end(begin(link, "jdk-25", "", "doctor"));

    assertThat(started.exitCode()).isZero();
    assertThat(starts()).singleElement().asString().contains(home + "/lib/A.jar");
  }

  @Test
  void passesOverAJavaHomeOfAnotherVersion() throws Exception {
    jdk("jdk-17", "17.0.9");

    start(
        "jdk-17", "",
        "doctor"); // with the JDK of this machine, which finds no Headgate in those jars

    assertThat(record).doesNotExist();
  }

  private record Ended(int exitCode, String output) {}

  private Ended start(String jdk, String setting, String... arguments) throws Exception {
    return end(begin(jdk, setting, arguments));
  }

  private Process begin(String jdk, String setting, String... arguments) throws IOException {
    return begin(home.resolve("bin/headgate"), jdk, setting, arguments);
  }

  private Process begin(Path program, String jdk, String setting, String... arguments)
      throws IOException {
    var command = new ProcessBuilder(program.toString());
    command.command().addAll(List.of(arguments));
    command.redirectErrorStream(true);
    var environment = command.environment();
    environment.remove("JDK_JAVA_OPTIONS");
    environment.put("JAVA_HOME", temporary.resolve(jdk).toString());
    environment.put("HOME", temporary.toString());
    environment.put("RECORD", record.toString());
    if (!setting.isEmpty()) {
      var parts = setting.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    return command.start();
  }

  private static Ended end(Process process) throws Exception {
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  /// One line per start of the JVM: class path, then arguments.
  private List<String> starts() throws IOException {
    return Files.readAllLines(record);
  }

  private List<String> cacheFiles() throws IOException {
    try (var files = Files.list(home.resolve("lib"))) {
      return files.map(Path::toString).filter(name -> name.contains(".aot")).sorted().toList();
    }
  }

  private void copy(String file) throws IOException {
    var target = home.resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(Path.of("src/dist").resolve(file), target);
    assertThat(target.toFile().setExecutable(true)).isTrue();
  }

  private void jdk(String name, String version) throws IOException {
    var directory = temporary.resolve(name);
    Files.createDirectories(directory.resolve("bin"));
    Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    var java = Files.writeString(directory.resolve("bin/java"), RECORDING_JAVA);
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }
}
