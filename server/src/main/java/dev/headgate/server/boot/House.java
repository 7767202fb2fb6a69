package dev.headgate.server.boot;

import dev.headgate.inference.answers.ExtractiveAnswerer;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.guardrails.Canary;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.providers.webhooks.Webhooks;
import dev.headgate.retrieval.LuceneCollections;
import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.access.KeyRefresh;
import dev.headgate.runtime.access.Keys;
import dev.headgate.runtime.access.LineageSeal;
import dev.headgate.runtime.boundaries.Boundaries;
import dev.headgate.runtime.budgets.BudgetMetrics;
import dev.headgate.runtime.cache.AnswerCache;
import dev.headgate.runtime.cache.Fingerprints;
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.flags.Flags;
import dev.headgate.runtime.guardrails.Guardrails;
import dev.headgate.runtime.limits.DelayProbe;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.GuardrailSections;
import dev.headgate.runtime.pipeline.Outward;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.Snapshot;
import dev.headgate.runtime.reviews.Reviews;
import dev.headgate.runtime.reviews.ReviewsConfig;
import dev.headgate.runtime.routing.Fleet;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.traces.CallObserver;
import dev.headgate.runtime.traces.Traces;
import dev.headgate.server.admin.FlagDesk;
import dev.headgate.server.admin.KeyDesk;
import dev.headgate.server.admin.ReviewDesk;
import dev.headgate.server.config.AccessConfig;
import dev.headgate.server.config.Project;
import dev.headgate.server.http.Json;
import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.store.encryption.DataKeys;
import dev.headgate.store.encryption.KeyedHash;
import dev.headgate.store.encryption.MasterKey;
import dev.headgate.store.releases.ReleaseStore;
import dev.headgate.store.responses.ResponseStore;
import dev.headgate.store.reviews.ReviewOutbox;
import dev.headgate.store.reviews.ReviewStore;
import dev.headgate.store.traces.TraceLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Everything that answers calls, wired. Owns its data directory until it is closed. Thread-safe.
public final class House implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(House.class.getName());

  private final Parts parts;
  private final InstantSource clock;
  private final DataDirectory directory;
  private final ReleaseStore releases;
  private final ResponseStore responses;
  private final IdSource ids;
  private final TraceLog traceLog;
  private final EmbeddingModels embeddings;
  private final LuceneCollections collections;
  private final Providers providers;
  private final Money money;
  private final Keys apiKeys;
  private final Flags flags;
  private final Reviews reviews;
  private final LineageSeal lineages;
  private final KeyedHash canaries;
  private final Limits limits;
  private final AnswerCache answers;
  private final Fleet fleet;
  private final IntentRouters routers;
  private final Difficulties difficulties;
  private final Pipeline pipeline;
  private volatile Project project;
  private volatile Snapshot snapshot;

  private House(
      Parts parts,
      Project project,
      Path data,
      InstantSource clock,
      CallObserver observer,
      BudgetMetrics meters) {
    this.parts = parts;
    this.clock = clock;
    this.project = project;
    var random = new SecureRandom();
    directory = parts.keep(DataDirectory.open(data), DataDirectory::close);
    var core =
        parts.keep(Database.openCore(directory, clock, House::stopTheProcess), Database::close);
    var master = MasterKey.load(directory, core, random);
    var keys = DataKeys.open(core, master);
    ids = new IdSource(clock, () -> ThreadLocalRandom.current().nextLong());
    apiKeys = new Keys(core, master.hashFor("api keys"), clock, ids, random);
    lineages = new LineageSeal(master.hashFor("lineages"));
    canaries = master.hashFor("canaries");
    releases = new ReleaseStore(core);
    var settings = project.settings();
    responses = new ResponseStore(core, keys, settings.responses(), clock, random);
    flags = new Flags(core, () -> this.project.settings().flags(), clock);
    reviews =
        parts.keep(
            reviews(core, keys, () -> this.project.settings().reviews(), clock, ids, random),
            Reviews::close);
    money =
        parts.keep(
            new Money(core, () -> this.project.settings().budgets(), clock, meters), Money::close);
    traceLog =
        parts.keep(
            TraceLog.open(directory, keys, settings.traces(), clock, House::stopTheProcess),
            TraceLog::close);
    embeddings =
        parts.keep(new EmbeddingModels(directory.path().resolve("models")), EmbeddingModels::close);
    collections =
        parts.keep(
            new LuceneCollections(directory.path(), project.folder(), embeddings::require, clock),
            LuceneCollections::close);
    providers = parts.keep(new Providers(clock), Providers::close);
    limits = new Limits(settings.limits(), settings.access().projects(), System::nanoTime);
    answers = new AnswerCache(settings.cache(), System::nanoTime);
    fleet = new Fleet(System::nanoTime, new Random(random.nextLong()), money::typicalCost);
    routers = new IntentRouters(embeddings::shared, directory.path().resolve("intents"));
    difficulties = new Difficulties(embeddings::shared, directory.path().resolve("difficulty"));
    snapshot = declare(project);
    var timer = parts.keep(deadlines(), ScheduledExecutorService::shutdownNow);
    pipeline =
        new Pipeline(
            this::snapshot,
            collections,
            this::embeddingModel,
            embeddings.require(EmbeddingModels.DEFAULT)::countTokens,
            new ExtractiveAnswerer(embeddings.require(ExtractiveAnswerer.EMBEDDING_MODEL)),
            limits,
            money.ledger(),
            money::price,
            answers,
            new Fingerprints(secret(random)),
            new Outward(lineages, clock),
            new Traces(traceLog::append, observer, ids, clock, settings.traces().payloads()),
            timer,
            flags::isOn,
            reviews);
  }

  private static Reviews reviews(
      Database core,
      DataKeys keys,
      Supplier<ReviewsConfig> config,
      InstantSource clock,
      IdSource ids,
      SecureRandom random) {
    return new Reviews(
        new ReviewStore(core, keys, () -> config.get().bounds(), clock, random),
        new ReviewOutbox(core),
        new Webhooks()::post,
        config,
        ids,
        clock,
        () -> ThreadLocalRandom.current().nextLong());
  }

  /// Opens the house on a data directory, which no other process may own.
  ///
  /// @param data where everything that is written lies
  /// @param observer is told of every call
  public static House open(Project project, Path data, InstantSource clock, CallObserver observer) {
    return open(project, data, clock, observer, BudgetMetrics.NONE);
  }

  /// The same with somebody who is told of money.
  static House open(
      Project project,
      Path data,
      InstantSource clock,
      CallObserver observer,
      BudgetMetrics meters) {
    var parts = new Parts();
    try {
      return new House(parts, project, data, clock, observer, meters);
    } catch (RuntimeException e) {
      parts.closeAfter(e);
      throw e;
    }
  }

  /// Serves another project from the next call on; calls in progress end as they began. The
  /// settings of the server, its data directory and its traces stay as they were at the start.
  public synchronized void change(Project next) {
    snapshot = declare(next);
    project = next;
    money.change();
    collections.retire();
  }

  /// The owner of an API key.
  public Caller identify(String apiKey) {
    return snapshot.access().identify(apiKey);
  }

  /// Takes up keys that another process has changed, and learns how busy the machine is, from now
  /// on.
  void watchKeysAndDelays() {
    parts.keep(new KeyRefresh(apiKeys), KeyRefresh::close);
    var threads = Thread.ofPlatform().daemon().name("delay-probe").factory();
    parts.keep(new DelayProbe(limits.admission(), threads), DelayProbe::close);
  }

  /// Begins to open, in the background, what the first search of each collection would have to wait
  /// for: its index and its model.
  void warmUp() {
    for (var name : project.collections().keySet()) {
      Thread.ofVirtual().name("warm-up of " + name).start(() -> warmUp(name));
    }
  }

  private void warmUp(String collection) {
    try {
      var _ = collections.search(new SearchRequest(collection, "warm up", 1));
    } catch (CallFailed e) {
      // Whatever it is, the first call will meet it too, and somebody will hear of it.
      LOG.log(System.Logger.Level.DEBUG, "collection {0} is not warm: {1}", collection, e);
    }
  }

  public Project project() {
    return project;
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  public Limits limits() {
    return limits;
  }

  /// Seals what travels with calls that lead to calls.
  public LineageSeal lineages() {
    return lineages;
  }

  /// Where keys are made and ended.
  public KeyDesk keyDesk() {
    return new KeyDesk(apiKeys, () -> project.settings(), clock);
  }

  /// Where flags are set.
  public FlagDesk flagDesk() {
    return new FlagDesk(flags);
  }

  /// Where people find what they shall answer.
  public ReviewDesk reviewDesk() {
    return new ReviewDesk(reviews);
  }

  Reviews reviews() {
    return reviews;
  }

  public LuceneCollections collections() {
    return collections;
  }

  public TraceLog traces() {
    return traceLog;
  }

  /// Prices, budgets and the ledger.
  public Money money() {
    return money;
  }

  public EmbeddingModels embeddings() {
    return embeddings;
  }

  /// Answers that callers can go on from.
  public ResponseStore responses() {
    return responses;
  }

  IdSource ids() {
    return ids;
  }

  public DataDirectory directory() {
    return directory;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public void close() {
    parts.close();
  }

  private Snapshot declare(Project declared) {
    var settings = declared.settings();
    var now = clock.instant();
    for (var feature : declared.features().all()) {
      releases.remember(feature.name(), feature.release(), content(feature), now.toEpochMilli());
    }
    // What can fail comes first, so that a change which cannot be taken up changes nothing.
    collections.reload(declared.collections().values());
    var intents = routers.of(declared.features());
    var router =
        new Router(
            providers.declare(settings.models().providers().values()),
            settings.models().aliases(),
            difficulties.of(settings.models().difficulties()),
            fleet);
    limits.declare(settings.limits(), settings.access().projects());
    answers.declare(settings.cache());
    return new Snapshot(
        access(settings.access()),
        declared.features(),
        router,
        new Boundaries(settings.boundaries(), settings.models().tags()),
        guardrails(declared),
        intents);
  }

  private GuardrailSections guardrails(Project declared) {
    var features = new HashMap<String, Guardrails>();
    var routes = new HashMap<String, Map<String, GuardrailSections.OnRoute>>();
    for (var feature : declared.features().all()) {
      var canary = canary(feature);
      var common = Guardrails.of(feature.terms().guardrails(), embeddings::shared, canary);
      features.put(feature.name(), common);
      routes.put(feature.name(), routes(feature, common, canary));
    }
    var projects = new HashMap<String, Guardrails>();
    declared
        .settings()
        .guardrails()
        .forEach((name, config) ->
            projects.put(name, Guardrails.of(config, embeddings::shared, Canary.NONE)));
    return new GuardrailSections(features, routes, projects);
  }

  // The same for all calls of a release, so that what providers keep of a prompt stays of use.
  private Canary canary(Feature feature) {
    var name = feature.name() + ' ' + feature.release();
    return Canary.of(canaries.of(name.getBytes(StandardCharsets.UTF_8)));
  }

  private Map<String, GuardrailSections.OnRoute> routes(
      Feature feature, Guardrails common, Canary canary) {
    var routes = new HashMap<String, GuardrailSections.OnRoute>();
    feature
        .intents()
        .ways()
        .forEach((intent, way) -> {
          var config = way.guardrails();
          if (config != null) {
            var own = Guardrails.of(config, embeddings::shared, canary);
            routes.put(intent, new GuardrailSections.OnRoute(own, common.and(own, config)));
          }
        });
    return routes;
  }

  private Access access(AccessConfig config) {
    return new Access(config.keys(), config.projects(), apiKeys, clock, config.rules());
  }

  // What was called off must not wait for its time: most deadlines are.
  private static ScheduledExecutorService deadlines() {
    var timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private static byte[] secret(SecureRandom random) {
    var secret = new byte[32];
    random.nextBytes(secret);
    return secret;
  }

  private static String content(Feature feature) {
    var json =
        Json.bytes(out -> {
          out.writeStartObject();
          feature.parts().forEach(out::writeStringProperty);
          out.writeEndObject();
        });
    return new String(json, StandardCharsets.UTF_8);
  }

  private Optional<EmbeddingModel> embeddingModel(String name) {
    return embeddings.names().contains(name)
        ? Optional.of(embeddings.require(name))
        : Optional.empty();
  }

  // After a failed fsync the page cache may have dropped what was acknowledged: only a new process
  // may look again.
  private static void stopTheProcess(String reason) {
    LOG.log(System.Logger.Level.ERROR, reason);
    Runtime.getRuntime().halt(1);
  }
}
