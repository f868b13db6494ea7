package io.weir.security.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.security.TlsIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An elliptic-curve key and a self-signed certificate of this device, made when first asked for.
 *
 * <p>Made anew when it is missing or unreadable, when the machine's name is not in it, and, once
 * the clock can be trusted, when it is about to expire or not valid yet. An address that is not in
 * it does not count: addresses come and go, and whoever accepted the certificate would have to do
 * so again. Valid for less than 825 days, more than which some browsers refuse without appeal. Any
 * thread; guarded by itself.
 */
@Component
public final class DeviceTlsIdentity implements TlsIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceTlsIdentity.class);
  private static final Duration VALID = Duration.ofDays(820);
  private static final Duration RENEW_BEFORE = Duration.ofDays(60);
  private static final String ALIAS = "weir";
  private static final String STORE_TYPE = "PKCS12";

  private final Path directory;
  private final String gateway;
  private final GatewayClock clock;
  private final Supplier<MachineNames> names;
  private @Nullable X509Certificate certificate;

  /** As a component. */
  @Activate
  public DeviceTlsIdentity(BundleContext context, @Reference GatewayClock clock) {
    this(
        SecurityPaths.directory(context),
        SecurityPaths.gateway(context),
        clock,
        MachineNames::current);
  }

  DeviceTlsIdentity(
      Path directory, String gateway, GatewayClock clock, Supplier<MachineNames> names) {
    this.directory = directory;
    this.gateway = gateway;
    this.clock = clock;
    this.names = names;
  }

  @Override
  public synchronized Path keyStore() {
    current();
    return storeFile();
  }

  @Override
  public synchronized char[] keyStorePassword() {
    current();
    try {
      return PrivateFiles.read(passwordFile()).toCharArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized String fingerprint() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(current().getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("certificate without a fingerprint", e);
    }
  }

  private X509Certificate current() {
    X509Certificate known = certificate;
    if (known == null) {
      known = load();
    }
    if (known == null || isOutOfDate(known)) {
      known = create();
    }
    certificate = known;
    return known;
  }

  private @Nullable X509Certificate load() {
    if (!Files.exists(storeFile())) {
      return null;
    }
    try (InputStream in = Files.newInputStream(storeFile())) {
      KeyStore store = KeyStore.getInstance(STORE_TYPE);
      char[] password = PrivateFiles.read(passwordFile()).toCharArray();
      store.load(in, password);
      if (store.getKey(ALIAS, password) != null
          && store.getCertificate(ALIAS) instanceof X509Certificate loaded
          && namesIn(loaded).containsAll(names.get().hosts())) {
        return loaded;
      }
      LOG.info("The certificate in {} does not carry this machine's name", storeFile());
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn("The key store {} cannot be used and is made anew: {}", storeFile(), e.toString());
    }
    return null;
  }

  private boolean isOutOfDate(X509Certificate known) {
    Instant now = now();
    return clock.isTrusted(clock.boot())
        && (now.isAfter(known.getNotAfter().toInstant().minus(RENEW_BEFORE))
            || now.isBefore(known.getNotBefore().toInstant()));
  }

  private X509Certificate create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      Instant from = now().minus(Duration.ofDays(1));
      X509Certificate made =
          SelfSigned.certificate(
              keys, "Weir gateway " + gateway, names.get(), from, from.plus(VALID));
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      KeyStore store = KeyStore.getInstance(STORE_TYPE);
      store.load(null, null);
      store.setKeyEntry(ALIAS, keys.getPrivate(), password.toCharArray(), new Certificate[] {made});
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(out, password.toCharArray());
      PrivateFiles.directory(directory);
      PrivateFiles.write(passwordFile(), password);
      PrivateFiles.write(storeFile(), out.toByteArray());
      LOG.info(
          "New certificate for {}, valid until {}",
          String.join(", ", names.get().hosts()),
          made.getNotAfter().toInstant());
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot make a certificate", e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the certificate cannot be kept in " + directory + ": " + e.getMessage(), e);
    }
  }

  private static Collection<String> namesIn(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> general = certificate.getSubjectAlternativeNames();
    return general == null
        ? List.of()
        : general.stream()
            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
            .toList();
  }

  private Instant now() {
    return Instant.EPOCH
        .plus(clock.epochMicros(), ChronoUnit.MICROS)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  private Path storeFile() {
    return directory.resolve("keystore.p12");
  }

  private Path passwordFile() {
    return directory.resolve("keystore-password");
  }
}
