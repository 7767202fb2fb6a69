package dev.headgate.server.http;

import dev.headgate.server.config.ServerConfig;
import io.helidon.common.tls.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Certificate and key from PEM files. TLS 1.3, and 1.2 with authenticated encryption only.
///
/// @param fingerprint of the certificate
record ServerTls(Tls tls, String fingerprint) {
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /// Throws [IOException] with the file and the way out if something is wrong with the files.
  static ServerTls load(ServerConfig.Tls config) throws IOException {
    var chain = certificates(config.certificate());
    var key = privateKey(config.key());
    try {
      var tls =
          Tls.builder()
              .sslContext(context(chain, key))
              .applicationProtocols(List.of("http/1.1"))
              .enabledProtocols(PROTOCOLS)
              .enabledCipherSuites(CIPHER_SUITES)
              .build();
      return new ServerTls(tls, Fingerprint.of(chain.getFirst()));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          config.certificate() + " and " + config.key() + " do not fit together", e);
    }
  }

  private static SSLContext context(List<? extends Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key, new char[0], chain.toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static List<? extends Certificate> certificates(Path file) throws IOException {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
      if (!found.isEmpty()) {
        return List.copyOf(found);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is not a PEM file with certificates: " + e.getMessage(), e);
    }
    throw new IOException(file + " holds no certificate; it needs BEGIN CERTIFICATE");
  }

  private static PrivateKey privateKey(Path file) throws IOException {
    var pem = Files.readString(file, StandardCharsets.US_ASCII);
    var begin = pem.indexOf("-----BEGIN PRIVATE KEY-----");
    var end = pem.indexOf("-----END PRIVATE KEY-----");
    if (begin < 0 || end < begin) {
      throw new IOException(
          file
              + " holds no BEGIN PRIVATE KEY; convert the key with: openssl pkcs8 -topk8 -nodes -in OLD -out "
              + file);
    }
    var base64 = pem.substring(begin + "-----BEGIN PRIVATE KEY-----".length(), end);
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
    for (var algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // It is a key of another kind.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the JDK has no " + algorithm, e);
      }
    }
    throw new IOException(file + " holds a key that is none of " + KEY_ALGORITHMS);
  }
}
