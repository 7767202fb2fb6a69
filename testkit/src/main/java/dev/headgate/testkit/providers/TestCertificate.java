package dev.headgate.testkit.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A key and its self-signed certificate, made with the running JDK's `keytool`.
///
/// @param keyStore PKCS12 with one entry; the password is [#PASSWORD]
/// @param pem the certificate: what a client needs to trust it
/// @param keyPem the key in PKCS #8: what a server needs besides
public record TestCertificate(Path keyStore, Path pem, Path keyPem) {
  public static final String PASSWORD = "scripted";

  private static final String ALIAS = "scripted";

  /// A certificate for that name, valid from today for a month.
  ///
  /// @param folder for its files
  /// @param subjectAlternativeName such as `dns:localhost` or `ip:127.0.0.1`
  public static TestCertificate make(Path folder, String subjectAlternativeName) {
    return make(folder, subjectAlternativeName, "-1d", 30);
  }

  /// The same, expired two days ago.
  public static TestCertificate makeExpired(Path folder, String subjectAlternativeName) {
    return make(folder, subjectAlternativeName, "-10d", 8);
  }

  private static TestCertificate make(Path folder, String name, String start, int days) {
    var keyStore = folder.resolve("key.p12");
    keytool(
        """
        -genkeypair -alias scripted -keyalg EC -groupname secp256r1 -dname CN=scripted \
        -ext san=%s -ext bc=ca:true -startdate %s -validity %d -storepass %s -keystore\
        """
            .formatted(name, start, days, PASSWORD),
        keyStore);
    var certificate =
        new TestCertificate(keyStore, folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    certificate.writePems();
    return certificate;
  }

  /// For a server that shows this certificate.
  public SSLContext context() {
    try {
      var store = store();
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void writePems() {
    try {
      var store = store();
      write(pem, "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
      write(keyPem, "PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String kind, byte[] bytes) throws IOException {
    var base64 = Base64.getMimeEncoder().encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, base64));
  }

  private KeyStore store() throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(keyStore)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return store;
    }
  }

  private static void keytool(String arguments, Path keyStore) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of(arguments.split(" ", -1)));
    command.add(keyStore.toString());
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool: " + output);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
