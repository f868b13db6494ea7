package io.weir.security.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.FakeClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTlsIdentityTest {
  private final FakeClock clock = new FakeClock();
  @TempDir private Path data;

  @Test
  void makesACertificateThatCarriesAllNamesAndAddressesOfTheMachine() throws Exception {
    MachineNames names =
        MachineNames.of(
            "Plant-7\n",
            Set.of(InetAddress.getByName("192.168.7.4"), InetAddress.getByName("2001:db8::7")));

    X509Certificate certificate = certificate(identity(names));

    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getPublicKey()).isInstanceOf(ECPublicKey.class);
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=Weir gateway g1");
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactlyInAnyOrder(
            "localhost",
            "plant-7",
            "plant-7.local",
            "127.0.0.1",
            "0:0:0:0:0:0:0:1",
            "192.168.7.4",
            "2001:db8:0:0:0:0:0:7");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getKeyUsage()).startsWith(true, false, false, false, false, false);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(
            Duration.between(
                certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()))
        .isLessThan(Duration.ofDays(825));
  }

  @Test
  void keepsTheCertificateAcrossRestartsAndNewAddresses() throws IOException {
    String first = identity(names("plant", "192.168.7.4")).fingerprint();

    assertThat(identity(names("plant", "10.0.0.9")).fingerprint())
        .isEqualTo(first)
        .matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
  }

  @Test
  void makesItAnewWhenTheMachineIsRenamed() throws IOException {
    String first = identity(names("plant", "192.168.7.4")).fingerprint();

    assertThat(identity(names("boiler-room", "192.168.7.4")).fingerprint()).isNotEqualTo(first);
  }

  @Test
  void makesItAnewWhenTheKeyStoreIsDamaged() throws Exception {
    DeviceTlsIdentity identity = identity(names("plant", "192.168.7.4"));
    String first = identity.fingerprint();
    Files.write(identity.keyStore(), new byte[] {1, 2, 3});

    DeviceTlsIdentity again = identity(names("plant", "192.168.7.4"));

    assertThat(again.fingerprint()).isNotEqualTo(first);
    certificate(again).checkValidity();
  }

  @Test
  void renewsBeforeExpiryOnceTheClockIsTrusted() throws IOException {
    DeviceTlsIdentity identity = identity(names("plant", "192.168.7.4"));
    String first = identity.fingerprint();
    clock.offset(1, FakeClock.DEFAULT_OFFSET + Duration.ofDays(800).toNanos() / 1000, false);
    assertThat(identity.fingerprint()).isEqualTo(first);

    clock.offset(1, FakeClock.DEFAULT_OFFSET + Duration.ofDays(800).toNanos() / 1000, true);

    assertThat(identity.fingerprint()).isNotEqualTo(first);
  }

  @Test
  void renewsACertificateFromTheFutureOnceTheClockIsTrusted() throws IOException {
    DeviceTlsIdentity identity = identity(names("plant", "192.168.7.4"));
    String first = identity.fingerprint();

    clock.offset(1, FakeClock.DEFAULT_OFFSET - Duration.ofDays(30).toNanos() / 1000, true);

    assertThat(identity.fingerprint()).isNotEqualTo(first);
  }

  @Test
  void nobodyElseMayReadTheFiles() throws IOException {
    identity(names("plant", "192.168.7.4")).fingerprint();

    assertThat(permissions(data.resolve("security"))).isEqualTo("rwx------");
    try (var files = Files.list(data.resolve("security"))) {
      assertThat(files.toList())
          .hasSize(2)
          .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
    }
  }

  @Test
  void aNameThatIsNoDnsNameIsLeftOut() {
    MachineNames names = MachineNames.of("my machine!", Set.of());

    assertThat(names.hosts()).containsExactly("localhost");
  }

  private DeviceTlsIdentity identity(MachineNames names) {
    return new DeviceTlsIdentity(data.resolve("security"), "g1", clock, () -> names);
  }

  private static MachineNames names(String host, String address) throws IOException {
    return MachineNames.of(host, Set.of(InetAddress.getByName(address)));
  }

  private static X509Certificate certificate(DeviceTlsIdentity identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(identity.keyStore())) {
      store.load(in, identity.keyStorePassword());
    }
    assertThat(Collections.list(store.aliases())).isEqualTo(List.of("weir"));
    return (X509Certificate) store.getCertificate("weir");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
