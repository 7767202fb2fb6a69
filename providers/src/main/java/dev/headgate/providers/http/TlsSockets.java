package dev.headgate.providers.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// TLS 1.3 and 1.2 with authenticated ciphers upon connected sockets. The certificate and its host
/// name are always verified: there is no switch for it.
final class TlsSockets {
  private final SSLContext context;
  private final String[] ciphers;

  /// Trusts these authorities and no others; the JDK's own if there are none.
  TlsSockets(List<X509Certificate> authorities) {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, trusting(authorities), null);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot do TLS", e);
    }
    ciphers =
        Arrays.stream(context.getDefaultSSLParameters().getCipherSuites())
            .filter(name -> name.contains("_GCM_") || name.contains("_CHACHA20_"))
            .toArray(String[]::new);
  }

  /// Shakes hands; the caller sees to the deadline by closing `plain`.
  Socket upgrade(Socket plain, String host, int port) throws IOException {
    var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
    var parameters = new SSLParameters(ciphers, new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    refuseIfExpired(socket);
    return socket;
  }

  // The JDK takes a certificate that is itself in the bundle for good, however old it is.
  private static void refuseIfExpired(SSLSocket socket) throws IOException {
    try {
      ((X509Certificate) socket.getSession().getPeerCertificates()[0]).checkValidity();
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw new SSLPeerUnverifiedException("validity check failed: " + e.getMessage());
    }
  }

  private static TrustManager @Nullable [] trusting(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    if (authorities.isEmpty()) {
      return null;
    }
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority-" + i, authorities.get(i));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }
}
