package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The gateways that a package registry has and that run without anything else: their newest
/// versions, as they come, without keys, limits and budgets.
final class Peers {
  /// Gateways with a name on a registry that cannot be had from it.
  static final List<String> NOT_TO_BE_HAD =
      List.of(
          "Bifrost: its npm package @maximhq/bifrost downloads the program from its vendor's own site");

  private static final List<Peer.Install> ALL = List.of(Peers::portkey, Peers::liteLlm);

  private Peers() {}

  /// Those that could be installed and started. Says on standard error which ones could not.
  static List<Peer> start(Path folder, int upstreamPort) throws InterruptedException {
    var peers = new ArrayList<Peer>();
    for (var install : ALL) {
      try {
        var own = Files.createDirectories(folder.resolve("peer-" + peers.size()));
        peers.add(install.start(own, upstreamPort));
      } catch (IOException e) {
        System.err.println("left out: " + e.getMessage());
      }
    }
    NOT_TO_BE_HAD.forEach(why -> System.err.println("left out: " + why));
    return peers;
  }

  private static Peer portkey(Path folder, int upstreamPort)
      throws IOException, InterruptedException {
    Peer.run(folder, "npm", "install", "--no-audit", "--no-fund", "@portkey-ai/gateway");
    var version =
        Peer.run(
            folder,
            "node",
            "-p",
            "require('./node_modules/@portkey-ai/gateway/package.json').version");
    var port = Ports.free();
    var program = folder.resolve("node_modules/@portkey-ai/gateway/build/start-server.js");
    return Peer.start(
        "Portkey gateway " + version,
        folder,
        port,
        Map.of(
            "x-portkey-provider",
            "openai",
            "x-portkey-custom-host",
            "http://127.0.0.1:" + upstreamPort + "/v1"),
        List.of("node", program.toString(), "--port=" + port, "--headless"));
  }

  private static Peer liteLlm(Path folder, int upstreamPort)
      throws IOException, InterruptedException {
    Peer.run(folder, "python3", "-m", "venv", "venv");
    Peer.run(folder, "venv/bin/pip", "install", "--quiet", "litellm[proxy]");
    var version =
        Peer.run(
            folder,
            "venv/bin/python",
            "-c",
            "import importlib.metadata as m; print(m.version('litellm'))");
    Files.writeString(
        folder.resolve("config.yaml"),
        """
        model_list:
          - model_name: smart
            litellm_params:
              model: openai/gpt-4o-mini
              api_base: http://127.0.0.1:%d/v1
              api_key: none
        """
            .formatted(upstreamPort));
    var port = Ports.free();
    return Peer.start(
        "LiteLLM proxy " + version,
        folder,
        port,
        Map.of(),
        List.of(
            "env",
            // Without it the proxy does not start without a key of its own.
            "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY=true",
            "venv/bin/litellm",
            "--config",
            "config.yaml",
            "--host",
            "127.0.0.1",
            "--port",
            "" + port));
  }
}
