package dev.headgate.server.http;

import dev.headgate.kernel.ids.Sha256;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.HexFormat;

/// What tells one certificate from all others: the SHA-256 of its DER form, in hex.
public final class Fingerprint {
  private Fingerprint() {}

  public static String of(Certificate certificate) throws CertificateEncodingException {
    return HexFormat.of().formatHex(Sha256.digest().digest(certificate.getEncoded()));
  }
}
