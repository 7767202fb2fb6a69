package dev.headgate.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.TextSink;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The map of the house: who may know whom. To open a new way, add it here with its reason.
final class LayeringTest {

  /// The floors, each with those it may use.
  private static final Map<String, List<String>> FLOORS =
      Map.ofEntries(
          Map.entry("kernel", List.of()),
          Map.entry("store", List.of("kernel")),
          Map.entry("guardrails", List.of("kernel")),
          Map.entry("inference", List.of("kernel")),
          Map.entry("contracts", List.of("kernel")),
          Map.entry("providers", List.of("kernel")),
          Map.entry("retrieval", List.of("kernel")),
          Map.entry("runtime", List.of("kernel", "store")),
          Map.entry("evals", List.of("kernel", "store", "runtime")),
          Map.entry(
              "server",
              List.of(
                  "kernel",
                  "store",
                  "guardrails",
                  "inference",
                  "contracts",
                  "providers",
                  "retrieval",
                  "runtime",
                  "evals")),
          Map.entry(
              "testkit",
              List.of("kernel", "store", "inference", "providers", "retrieval", "runtime")));

  /// The rooms of the runtime that may know other rooms, with those. Only `pipeline` knows all.
  private static final Map<String, List<String>> DOORS =
      Map.of(
          // what a key, a project or a feature says about its data is a rule of the boundaries
          "access", List.of("boundaries"),
          // a tier holds its parsed prompt, a feature its contract; a feature may lower its calls'
          // priority, and tells its calls apart
          "features",
              List.of("prompts", "access", "boundaries", "contracts", "guardrails", "intents"),
          "limits", List.of("access"), // everything is counted for a caller
          // each tells its receiver what it has to tell
          "budgets", List.of("webhooks"),
          "reviews", List.of("webhooks"),
          "routing", List.of("difficulty"), // a model may be one of two others, by difficulty
          "traces", List.of("access")); // a trace names its caller

  /// Libraries, each with the only packages that may see it.
  private static final List<Fence> FENCES =
      List.of(
          new Fence("org.apache.lucene", List.of("retrieval")),
          new Fence("org.jsoup", List.of("retrieval")),
          new Fence("org.commonmark", List.of("retrieval")),
          new Fence("com.google.re2j", List.of("guardrails", "runtime.contracts")),
          new Fence("opennlp", List.of("guardrails.language")),
          new Fence("com.google.i18n.phonenumbers", List.of("guardrails.pii")),
          new Fence("ai.onnxruntime", List.of("inference")),
          new Fence("com.networknt", List.of("contracts")),
          new Fence("tools.jackson.databind", List.of("contracts")),
          new Fence("org.sqlite", List.of("store")),
          new Fence("org.flywaydb", List.of("store")),
          new Fence("com.github.luben.zstd", List.of("store")),
          new Fence("io.helidon", List.of("server.http")),
          new Fence("io.micrometer", List.of("server.metrics")),
          new Fence("org.snakeyaml", List.of("server.config")),
          new Fence("picocli", List.of("server.cli")));

  private static final String[] FORBIDDEN_ENDINGS = {
    "Manager", "Helper", "Util", "Utils", "Impl", "Base", "Data", "Info", "Processor"
  };

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.headgate");

  @Test
  void everyClassIsOnAFloorOfTheMap() {
    check(classes().should().resideInAnyPackage(trees(FLOORS.keySet().stream())));
  }

  @ParameterizedTest
  @MethodSource("floors")
  void aFloorKnowsOnlyTheFloorsBelow(String floor) {
    var known = Stream.concat(Stream.of(floor), FLOORS.get(floor).stream());

    check(knowsOnly("dev.headgate", floor, known));
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomOfTheRuntimeKnowsOnlyItsDoors(String room) {
    var known = Stream.concat(Stream.of(room), DOORS.getOrDefault(room, List.of()).stream());

    check(knowsOnly("dev.headgate.runtime", "runtime." + room, known.map("runtime."::concat)));
  }

  @Test
  void packagesFormNoCycles() {
    check(slices().matching("dev.headgate.(*).(*)..").should().beFreeOfCycles());
  }

  @Test
  void onlyTheCommandLineKnowsHowTheHouseIsBuilt() {
    check(
        noClasses()
            .that(not(in("server.boot", "server.cli")))
            .should()
            .dependOnClassesThat(in("server.boot", "server.cli")));
  }

  @ParameterizedTest
  @MethodSource("fences")
  void aLibraryStaysBehindItsFence(Fence fence) {
    check(
        noClasses()
            .that(not(in(fence.rooms().toArray(String[]::new))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(fence.library() + ".."));
  }

  @Test
  void onlyTheStoreAndClassesNamedSqlSpeakSql() {
    check(
        noClasses()
            .that(not(in("store").or(simpleNameStartingWith("Sql"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql.."));
  }

  @Test
  void theKernelKnowsNoLibrary() {
    check(
        classes()
            .that(in("kernel"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.headgate.kernel..", "java..", "org.jspecify.."));
  }

  @Test
  void theKernelsFieldsAreFinal() {
    // A flag that any thread may raise, and what gathers the pieces of one answer on its thread.
    var mutable =
        equivalentTo(Cancellation.class)
            .or(assignableTo(ChatSink.class))
            .or(assignableTo(TextSink.class))
            .or(simpleNameStartingWith("Growing"));

    check(
        fields()
            .that()
            .areDeclaredInClassesThat(in("kernel").and(not(mutable)))
            .should()
            .beFinal());
  }

  @Test
  void timeAndChanceComeInThroughConstructors() {
    check(
        noClasses()
            .that(not(in("server.boot", "server.cli", "testkit")))
            .should()
            .callMethodWhere(
                target("java.time.Instant", "now")
                    .or(target("java.time.LocalDate", "now"))
                    .or(target("java.time.ZonedDateTime", "now"))
                    .or(target("java.time.Clock", "system", "systemUTC", "systemDefaultZone"))
                    .or(target("java.time.InstantSource", "system"))
                    .or(target("java.lang.System", "currentTimeMillis"))
                    .or(target("java.lang.Math", "random"))
                    .or(target("java.util.UUID", "randomUUID"))
                    .or(target("java.util.concurrent.ThreadLocalRandom", "current"))
                    .or(target("java.util.random.RandomGenerator", "getDefault", "of"))));
  }

  @Test
  void platformThreadsAreStartedOnlyByWhatWouldPinAVirtualOne() {
    var blocking = in("store", "inference", "retrieval"); // disk and processor
    var names = in("providers.http"); // the system's lookup of host names

    check(
        noClasses()
            .that(not(blocking.or(names).or(in("server.boot", "server.cli", "testkit"))))
            .should()
            .callMethodWhere(
                target("java.lang.Thread", "ofPlatform")
                    .or(
                        target(
                            "java.util.concurrent.Executors",
                            "newFixedThreadPool",
                            "newCachedThreadPool",
                            "newSingleThreadExecutor",
                            "newScheduledThreadPool",
                            "newSingleThreadScheduledExecutor",
                            "newWorkStealingPool"))));
  }

  @Test
  void threadsAreNamedByTheirBuilder() {
    check(noClasses().should().callConstructor(Thread.class, Runnable.class));
    check(noClasses().should().callConstructor(Thread.class, Runnable.class, String.class));
    check(noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class));
  }

  @Test
  void onlyTheCommandLineWritesToTheTerminal() {
    check(
        noClasses()
            .that(not(in("server.boot", "server.cli")))
            .should()
            .accessFieldWhere(target("java.lang.System", "out", "err", "in")));
  }

  @Test
  void noNameEndsInAWordThatSaysNothing() {
    for (var ending : FORBIDDEN_ENDINGS) {
      check(noClasses().should().haveSimpleNameEndingWith(ending));
    }
  }

  @Test
  void theMapIsReadFromClassesThatExist() {
    assertThat(HOUSE.size()).isGreaterThan(50);
  }

  /// A library's package, and the package of the house that may see it.
  record Fence(String library, List<String> rooms) {}

  private static Stream<String> floors() {
    return FLOORS.keySet().stream().sorted();
  }

  private static Stream<Fence> fences() {
    return FENCES.stream();
  }

  private static Stream<String> rooms() {
    var runtime = "dev.headgate.runtime.";
    return HOUSE.stream()
        .map(type -> type.getPackageName())
        .filter(name -> name.startsWith(runtime))
        .map(name -> name.substring(runtime.length()).split("\\.", 2)[0])
        .filter(room -> !room.equals("pipeline"))
        .distinct()
        .sorted();
  }

  /// Of everything in the tree `of`, `from` knows only `known`.
  private static ArchRule knowsOnly(String of, String from, Stream<String> known) {
    var everything = resideInAPackage(of + "..");
    return noClasses()
        .that(in(from))
        .should()
        .dependOnClassesThat(everything.and(not(resideInAnyPackage(trees(known)))));
  }

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(trees(Stream.of(packages)));
  }

  private static String[] trees(Stream<String> packages) {
    return packages.map(name -> "dev.headgate." + name + "..").toArray(String[]::new);
  }

  private static <T extends JavaAccess<?>> DescribedPredicate<T> target(
      String owner, String... names) {
    return DescribedPredicate.describe(
        "target " + owner + "." + String.join("/", names),
        access ->
            access.getTargetOwner().getName().equals(owner)
                && List.of(names).contains(access.getTarget().getName()));
  }

  /// A rule about what does not exist yet holds.
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(HOUSE);
  }
}
