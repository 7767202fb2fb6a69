package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands against a running server: a process of its own, over HTTP.
final class ServedProjectTest {
  private static final String QUESTION = "How do I get a new laptop?";

  @TempDir static Path folder;

  private static Headgate server;
  private static String address;

  @BeforeAll
  static void serve() throws IOException {
    CommandResult.of("init", folder.toString());
    var main = folder.resolve("headgate.yaml");
    Files.writeString(main, Files.readString(main).replace("port: 8080", "port: 0"));
    // From a folder below: the project is found upwards.
    server = Headgate.start(folder.resolve("docs"), "serve");
    var line = server.await(" at http");
    address = line.substring(line.indexOf("http"));
    assertThat(headgate("ingest").exitCode()).isEqualTo(ExitCode.OK);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void asksOverHttpAndShowsWhatTheAnswerRestsOn() {
    var asked = headgate("ask", "handbook", QUESTION);

    assertThat(asked.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(asked.out())
        .contains("To get a new laptop", "[1] equipment.md, characters ", "confidence", "quoted")
        .containsPattern("trace +tr_[0-9a-z]{26}");
  }

  @Test
  void answersHonestlyWhenTheDocumentsDoNotSay() {
    var answer =
        headgate("ask", "handbook", "Who won the football match yesterday?", "--json").json();

    assertThat(answer.string("tier")).isEqualTo("support");
    assertThat(answer.string("answer")).contains("I don't know");
    assertThat(answer.objects("citations")).isEmpty();
  }

  @Test
  void showsTheScoreOfEachStage() {
    var found = headgate("search", "handbook", "laptop", "--limit", "1");

    assertThat(found.out()).contains("fused", "bm25", "dense", "equipment.md").contains("embed ");
    var hit = headgate("search", "handbook", "laptop", "--json").json().objects("hits").getFirst();
    assertThat(hit.object("scores").number("bm25")).isPresent();
    assertThat(hit.object("scores").number("dense")).isPresent();
    assertThat(hit.object("scores").number("fused")).isPresent();
  }

  @Test
  void searchesInTheModeThatIsNamedAsInTheReference() {
    var hit =
        headgate("search", "handbook", "laptop", "--mode", "bm25", "--json")
            .json()
            .objects("hits")
            .getFirst();

    assertThat(hit.object("scores").number("bm25")).isPresent();
    assertThat(hit.object("scores").number("dense")).isEmpty();
  }

  @Test
  void ingestsWhatIsNewAndNamesWhatFailed() throws IOException {
    Files.writeString(folder.resolve("docs/parking.md"), "# Parking\n\nPark behind the house.\n");
    Files.write(folder.resolve("docs/broken.md"), new byte[] {0, 1, 2, (byte) 0xff, 0});

    var ingested = headgate("ingest", "handbook", "--json");

    assertThat(ingested.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    var summary = ingested.json().objects("collections").getFirst();
    assertThat(summary.integer("added")).isEqualTo(1);
    assertThat(summary.integer("unchanged")).isEqualTo(2);
    assertThat(summary.objects("failed").getFirst().string("document")).isEqualTo("broken.md");
    Files.delete(folder.resolve("docs/broken.md"));
    Files.delete(folder.resolve("docs/parking.md"));
    assertThat(headgate("ingest", "handbook").out()).contains("1 removed", "0 failed");
  }

  @Test
  void findsTheTraceOfACall() {
    var id = headgate("ask", "handbook", QUESTION, "--json").json().string("trace_id");

    assertThat(headgate("traces", "list", "--feature", "handbook", "--since", "1h").out())
        .contains(id);
    assertThat(headgate("traces", "list", "--json").json().objects("traces"))
        .extracting(trace -> trace.string("trace_id"))
        .contains(id);
    assertThat(headgate("traces", "show", id).out())
        .contains(id, QUESTION, "retrieval.embed", "equipment.md", "answered");
    assertThat(headgate("traces", "show", id, "--json").json().object("trace").string("trace_id"))
        .isEqualTo(id);
  }

  @Test
  void tellsWhatIsNotThere() {
    var feature = headgate("ask", "handbok", QUESTION);
    var collection = headgate("search", "handbok", "laptop", "--json");
    var trace = headgate("traces", "show", "tr_0", "--json");

    assertThat(feature.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(feature.err()).contains("did you mean \"handbook\"?");
    assertThat(collection.json().object("error").string("code")).isEqualTo("collection_not_found");
    assertThat(trace.json().object("error").string("code")).isEqualTo("trace_not_found");
  }

  @Test
  void refusesToListNothingOrToGoOnFromNowhere() {
    var none = headgate("traces", "list", "--limit", "0");
    var nowhere = headgate("traces", "list", "--before", "tr_0", "--json");

    assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(nowhere.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(nowhere.json().object("error").string("code")).isEqualTo("trace_not_found");
  }

  @Test
  void theAdminRoutesNeedTheToken() throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      for (var token : List.of("", "wrong")) {
        var request =
            HttpRequest.newBuilder(URI.create(address + "/admin/traces"))
                .header("Authorization", "Bearer " + token)
                .build();

        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      }
    }
  }

  @Test
  void aSecondServerIsRefusedAndToldWhoServes() throws IOException, InterruptedException {
    try (var second = Headgate.start(folder, "serve")) {
      assertThat(second.output()).contains("in use by process", address);
      assertThat(second.exitCode()).isEqualTo(ExitCode.UNAVAILABLE.number());
    }
  }

  @Test
  void theDoctorSeesTheServer() {
    var examined = headgate("doctor", "--json");

    assertThat(examined.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(examined.json().objects("findings"))
        .extracting(finding -> finding.string("message"))
        .anyMatch(message -> message.contains("serves it at " + address))
        .contains("no keys: everybody on this machine may call");
  }

  @Test
  void aBrokenDeclarationDoesNotHideTheServer() throws IOException {
    var feature = folder.resolve("features/handbook/feature.yaml");
    var before = Files.readString(feature);
    Files.writeString(feature, "serwer: {}\n");

    var asked = headgate("ask", "handbook", QUESTION);

    Files.writeString(feature, before);
    assertThat(asked.exitCode()).isEqualTo(ExitCode.OK);
  }

  private static CommandResult headgate(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--project");
    all.add(folder.toString());
    return CommandResult.of(all.toArray(String[]::new));
  }
}
