package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// An nginx in the foreground, with one worker.
record Nginx(Process process) implements Measured {
  /// Answers each POST with the file of its path.
  static Nginx upstream(Path files, int port) throws IOException, InterruptedException {
    return start(
        files.resolve("nginx-upstream"),
        port,
        """
        server {
          listen 127.0.0.1:%d;
          location / {
            root %s;
            default_type application/json;
            error_page 405 =200 $uri;
          }
        }
        """
            .formatted(port, files));
  }

  /// Passes everything on over kept connections.
  static Nginx proxy(Path folder, int port, int upstreamPort)
      throws IOException, InterruptedException {
    return start(
        folder.resolve("nginx-proxy"),
        port,
        """
        proxy_buffers 64 8k;
        upstream provider { server 127.0.0.1:%d; keepalive 1024; keepalive_requests 10000000; }
        server {
          listen 127.0.0.1:%d;
          location / {
            proxy_pass http://provider;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
          }
        }
        """
            .formatted(upstreamPort, port));
  }

  private static Nginx start(Path folder, int port, String servers)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    // As root, nginx's worker is another user and must be able to read what it serves.
    openToAll(folder);
    var file =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            worker_processes 1;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log;
            events { worker_connections 4096; }
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              client_body_buffer_size 256k;
              keepalive_requests 10000000;
              %2$s
            }
            """
                .formatted(folder, servers));
    var process =
        new ProcessBuilder("nginx", "-c", file.toString(), "-p", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
    Ports.awaitListening(port, process);
    return new Nginx(process);
  }

  private static void openToAll(Path folder) {
    var parent = folder.getParent();
    if (parent != null && parent.getNameCount() > 1) {
      openToAll(parent);
    }
    var _ = folder.toFile().setExecutable(true, false) && folder.toFile().setReadable(true, false);
  }

  @Override
  public List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
