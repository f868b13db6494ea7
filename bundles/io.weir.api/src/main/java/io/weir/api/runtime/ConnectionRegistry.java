package io.weir.api.runtime;

import io.weir.api.driver.ExplorableDriver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The connections that are configured now, and what can be asked of each beside its polls. Any
 * thread.
 *
 * <p>Every method that names a connection throws {@link io.weir.api.model.ConfigException} when
 * there is none of that name, or when its driver cannot do what is asked.
 */
@ProviderType
public interface ConnectionRegistry {
  /** What a connection can do beside polling; every one can be planned. */
  enum Ability {
    /** It can look for devices and values: {@link #scan}. */
    SCAN,
    /** It can show what one place holds: {@link #read}. */
    READ,
    /** Its devices make themselves known: {@link AnnouncedDevices}. */
    ANNOUNCE
  }

  /**
   * One connection.
   *
   * @param name its name, which devices refer to
   * @param protocol what it speaks, for example {@code modbus}
   * @param pid the pid of its configuration
   * @param medium the medium in words; empty when its speed is not known
   * @param abilities what can be asked of it
   * @param devices ids of the devices behind it
   */
  record Connection(
      String name,
      String protocol,
      String pid,
      String medium,
      Set<Ability> abilities,
      List<String> devices) {
    /** Copies the collections. */
    public Connection {
      abilities = Set.copyOf(abilities);
      devices = List.copyOf(devices);
    }
  }

  /**
   * A search.
   *
   * @param phase how far it is
   * @param done candidates that were asked
   * @param total all of them
   * @param message why it failed, else empty
   * @param findings what answered, in the order of the answers; at most 1,000. The details of one
   *     that is a device now say {@code device} and its id
   */
  record Scan(
      Phase phase, int done, int total, String message, List<ExplorableDriver.Finding> findings) {
    /** How far a search is. */
    public enum Phase {
      /** There was none since the connection was made. */
      NONE,
      RUNNING,
      DONE,
      STOPPED,
      FAILED
    }

    /** Copies the list. */
    public Scan {
      findings = List.copyOf(findings);
    }
  }

  /** All connections, by name. */
  List<Connection> connections();

  /** The connection of this name. */
  Optional<Connection> connection(String name);

  /**
   * What the polls of a connection cost.
   *
   * @param draft a device's document that is not saved yet, to be planned in the place of the one
   *     with its id; null to plan what is in force
   * @throws io.weir.api.model.ConfigException also if the draft would be refused
   */
  BusPlan plan(String connection, byte @Nullable [] draft);

  /**
   * Reads one place and shows it in every interpretation, between polls. The stage fails with a
   * {@link io.weir.api.driver.DriverException} that says in words what went wrong, or with a {@link
   * io.weir.api.model.ConfigException} that names the field of the address that is wrong. It
   * completes on the bus thread, which must not be blocked.
   */
  CompletionStage<ExplorableDriver.Reading> read(String connection, Map<String, Object> address);

  /**
   * Begins a search; one that runs on this connection is stopped. What is found by searches changes
   * nothing.
   *
   * @throws io.weir.api.model.ConfigException also if the query is wrong
   */
  void scan(String connection, Map<String, Object> query);

  /** The last search on this connection. */
  Scan scan(String connection);

  /** Ends the search on this connection, if one runs. */
  void stopScan(String connection);
}
