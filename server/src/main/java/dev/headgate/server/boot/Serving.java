package dev.headgate.server.boot;

import dev.headgate.kernel.config.Problem;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.retrieval.CollectionStatus;
import dev.headgate.runtime.routing.Router;
import dev.headgate.server.admin.AdminRoutes;
import dev.headgate.server.admin.AdminToken;
import dev.headgate.server.admin.BudgetRoutes;
import dev.headgate.server.admin.FlagRoutes;
import dev.headgate.server.admin.KeyRoutes;
import dev.headgate.server.admin.ReviewRoutes;
import dev.headgate.server.anthropic.AnthropicRoutes;
import dev.headgate.server.config.Project;
import dev.headgate.server.config.ProjectWatch;
import dev.headgate.server.config.ServerConfig;
import dev.headgate.server.config.Settings;
import dev.headgate.server.dialects.Terms;
import dev.headgate.server.features.FeatureCalls;
import dev.headgate.server.features.ReviewCalls;
import dev.headgate.server.gemini.GeminiRoutes;
import dev.headgate.server.http.Gate;
import dev.headgate.server.http.HealthRoutes;
import dev.headgate.server.http.HttpServer;
import dev.headgate.server.http.Readiness;
import dev.headgate.server.http.Readiness.Condition;
import dev.headgate.server.http.Readiness.Part;
import dev.headgate.server.http.Routes;
import dev.headgate.server.metrics.HouseMetrics;
import dev.headgate.server.openai.OpenAiRoutes;
import dev.headgate.server.responses.ResponsesRoutes;
import dev.headgate.store.directory.Owner;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A house with an open front door, which follows its project folder.
public final class Serving implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Serving.class.getName());
  private static final String RESTART =
      "server, data-directory, traces, responses or pass-through have changed in headgate.yaml; restart to let that take effect";

  private static final String OPEN =
      "no access.keys are declared, no key was made, and access.require-key is not set: everybody on this machine may call without a key";

  private final Parts parts;
  private final House house;
  private final HttpServer server;
  private final ServerConfig config;
  private final Settings begunWith;
  private final Owner owner;
  private @Nullable ProjectWatch watch;
  private volatile List<String> rejected = List.of();

  private Serving(Parts parts, House house, HouseMetrics metrics, ServerConfig config)
      throws IOException {
    this.parts = parts;
    this.house = house;
    this.config = config;
    this.begunWith = house.project().settings();
    var routes = new Routes();
    HealthRoutes.addTo(routes, this::readiness);
    OpenAiRoutes.addTo(routes, house.pipeline(), InstantSource.system());
    AnthropicRoutes.addTo(routes, house.pipeline());
    GeminiRoutes.addTo(routes, house.pipeline());
    ResponsesRoutes.addTo(
        routes, house.pipeline(), house.responses(), InstantSource.system(), house.ids());
    FeatureCalls.addTo(routes, house.pipeline(), Terms::of);
    ReviewCalls.addTo(routes, house.reviews());
    AdminRoutes.addTo(routes, house.collections(), house.traces());
    BudgetRoutes.addTo(routes, house.money().books());
    KeyRoutes.addTo(routes, house.keyDesk());
    FlagRoutes.addTo(routes, house.flagDesk());
    ReviewRoutes.addTo(routes, house.reviewDesk());
    metrics.addTo(routes);
    OpenAiRoutes.addPassedOn(routes, house.pipeline(), begunWith.passThrough());
    var admin = AdminToken.loadOrCreate(house.directory().path(), new SecureRandom());
    server =
        HttpServer.start(
            config,
            routes,
            new Gate(
                () -> house.snapshot().access(),
                admin::check,
                house.limits(),
                house.lineages(),
                InstantSource.system()),
            metrics.doors());
    metrics.watchConnections(server::connections);
    metrics.watchLimits(house.limits());
    if (isOpen()) {
      LOG.log(System.Logger.Level.WARNING, OPEN);
    }
    owner = house.directory().announce(address(config.localHost()), server.certificate());
  }

  /// Opens the house and its door. Throws [IOException] with the way out if nobody can listen
  /// there.
  ///
  /// @param freePort takes any port, whatever `server.port` says
  public static Serving start(Project project, Path data, boolean freePort) throws IOException {
    var opened = new AtomicReference<@Nullable House>();
    var parts = new Parts();
    try {
      var metrics =
          parts.keep(new HouseMetrics(model -> declares(opened.get(), model)), HouseMetrics::close);
      var house =
          parts.keep(
              House.open(project, data, InstantSource.system(), metrics.calls(), metrics.budgets()),
              House::close);
      opened.set(house);
      house.warmUp();
      house.watchKeysAndDelays();
      return new Serving(parts, house, metrics, listening(project.settings().server(), freePort));
    } catch (IOException | RuntimeException e) {
      parts.closeAfter(e);
      throw e;
    }
  }

  private static boolean declares(@Nullable House house, String model) {
    if (house == null) {
      return false;
    }
    var now = house.snapshot();
    // A call to a model of this process is on record only if there is one of that name.
    return now.router().declares(model)
        || now.features().names(model)
        || model.startsWith(Router.EMBEDDED + "/");
  }

  /// Serves what the project folder says from now on, as soon as it is whole.
  public void follow(SecretSource secrets) {
    watch = new ProjectWatch(house.project().folder(), secrets, InstantSource.system());
    watch.start(new Follower());
  }

  /// Where it listens, such as `http://127.0.0.1:8080`.
  public String address() {
    return address(config.host());
  }

  private String address(String host) {
    return "%s://%s:%d"
        .formatted(
            config.tls() == null ? "http" : "https",
            host.contains(":") ? "[" + host + "]" : host,
            server.port());
  }

  /// How other processes of this machine find it.
  public Owner owner() {
    return owner;
  }

  public House house() {
    return house;
  }

  /// Lets running calls finish within `server.drain`, then closes the house.
  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    // Waiting for one would use up the drain that calls need, and it resumes where it was stopped.
    house.collections().stopIngests();
    try (parts) {
      server.stop(config.drain());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isOpen() {
    return house.snapshot().access().isOpen();
  }

  private Readiness readiness() {
    var parts = new ArrayList<Part>();
    var mistakes = rejected;
    parts.add(
        new Part("declarations", mistakes.isEmpty() ? Condition.OK : Condition.DEGRADED, mistakes));
    if (needsRestart(house.project().settings())) {
      parts.add(degraded("settings", RESTART));
    }
    parts.add(
        house.directory().ballast().isHeld()
            ? new Part("storage", Condition.OK, List.of())
            : degraded(
                "storage",
                "the disk of %s is full; free some space, work resumes by itself"
                    .formatted(house.directory().path())));
    try {
      house.collections().statuses().forEach(status -> parts.add(collection(status)));
    } catch (CallFailed e) {
      parts.add(new Part("collections", Condition.FAILED, List.of(e.message())));
    }
    return new Readiness(parts);
  }

  /// Whether something has changed that is read at the start alone.
  private boolean needsRestart(Settings now) {
    return !now.server().equals(begunWith.server())
        || !now.dataDirectory().equals(begunWith.dataDirectory())
        || !now.traces().equals(begunWith.traces())
        || !now.responses().equals(begunWith.responses())
        || !now.passThrough().equals(begunWith.passThrough());
  }

  private static Part collection(CollectionStatus status) {
    var name = "collection/" + status.name();
    var advice = "run \"headgate ingest " + status.name() + "\"";
    return switch (status.state()) {
      case READY -> new Part(name, Condition.OK, List.of());
      case EMPTY -> degraded(name, "nothing has been ingested; " + advice);
      case INCOMPLETE -> degraded(name, "the first ingest has not run to its end; " + advice);
      case DAMAGED -> degraded(name, "its index is damaged; " + advice);
      case OUTDATED -> degraded(name, "its settings have changed since it was ingested; " + advice);
    };
  }

  private static Part degraded(String name, String message) {
    return new Part(name, Condition.DEGRADED, List.of(message));
  }

  private static ServerConfig listening(ServerConfig config, boolean freePort) {
    return freePort
        ? new ServerConfig(
            config.host(), 0, config.hosts(), config.tls(), config.limits(), config.drain())
        : config;
  }

  private final class Follower implements ProjectWatch.Listener {
    @Override
    public boolean isTaken(Project project) {
      if (project.settings().access().mayBeOpen() && !config.isLoopback()) {
        // Fine for a server that starts with it, but this one still listens to the network.
        refuse(
            List.of(
                "access.keys is empty, and the server listens on %s until it is restarted; declare a key, or restart with a loopback server.host"
                    .formatted(config.host())),
            null);
        return false;
      }
      var wasOpen = isOpen();
      try {
        house.change(project);
      } catch (CallFailed e) {
        refuse(List.of("the change cannot be taken up yet: " + e.message()), null);
        return false;
      } catch (RuntimeException e) {
        refuse(List.of("the change cannot be taken up; the server's log has the reason"), e);
        return false;
      }
      rejected = List.of();
      if (isOpen() && !wasOpen) {
        LOG.log(System.Logger.Level.WARNING, OPEN);
      }
      if (needsRestart(project.settings())) {
        LOG.log(System.Logger.Level.WARNING, RESTART);
      }
      return true;
    }

    @Override
    public void rejected(List<Problem> problems) {
      refuse(problems.stream().map(Problem::toString).toList(), null);
    }

    // What is tried again and again is logged once.
    private void refuse(List<String> mistakes, @Nullable RuntimeException bug) {
      if (!mistakes.equals(rejected)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "the changed declarations have mistakes, the old ones go on serving:\n  "
                + String.join("\n  ", mistakes),
            bug);
      }
      rejected = mistakes;
    }
  }
}
