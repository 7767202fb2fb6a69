package dev.headgate.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// New TLS connections at a fixed rate, each with a full handshake and one request. Every
/// connection has a session cache of its own, so none can resume.
public final class Handshakes {
  private static final int MOST_AT_ONCE = 1_000;
  private static final int TIMEOUT_MILLIS = 10_000;

  private final InetSocketAddress address;
  private final TrustManager[] trust;
  private final SecureRandom random = new SecureRandom();
  private final byte[] request =
      "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private Handshakes(int port, TrustManager[] trust) {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.trust = trust;
  }

  /// @param certificate that the server shows, PEM
  public static Tally run(int port, Path certificate, double perSecond, Duration length)
      throws IOException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return new Handshakes(port, trust(certificate)).run(Pace.steady(perSecond, length), threads);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private Tally run(Pace pace, ExecutorService threads) throws InterruptedException {
    var tally = new Tally();
    var places = new Semaphore(MOST_AT_ONCE);
    var start = System.nanoTime();
    for (long i = 0; i < pace.calls(); i++) {
      var dueNanos = pace.dueNanos(i);
      LockSupport.parkNanos(start + dueNanos - System.nanoTime());
      places.acquire();
      threads.execute(() -> {
        one(tally, start + dueNanos, TimeUnit.NANOSECONDS.toMillis(dueNanos));
        places.release();
      });
    }
    return tally;
  }

  private void one(Tally tally, long due, long dueMillis) {
    try (var plain = new Socket()) {
      plain.connect(address, TIMEOUT_MILLIS);
      plain.setSoTimeout(TIMEOUT_MILLIS);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust, random);
      var factory = context.getSocketFactory();
      try (var socket =
          (SSLSocket) factory.createSocket(plain, "127.0.0.1", address.getPort(), true)) {
        socket.startHandshake();
        var shaken = System.nanoTime();
        socket.getOutputStream().write(request);
        var status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        if (status.endsWith("200")) {
          tally.answered(dueMillis, shaken - due);
        } else {
          tally.failed(dueMillis, "answered " + status);
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      tally.failed(dueMillis, String.valueOf(e.getMessage()));
    }
  }

  private static TrustManager[] trust(Path certificate)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }
}
