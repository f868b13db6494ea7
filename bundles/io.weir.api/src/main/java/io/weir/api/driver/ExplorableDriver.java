package io.weir.api.driver;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver that can look for what is there: devices on a bus, values of a device.
 *
 * <p>A search is a list of candidates. {@code core} asks for them one by one, between the polls and
 * behind the writes of the same connection, so that a search never holds up what runs.
 */
@ConsumerType
public interface ExplorableDriver extends Driver {
  /** Most candidates of one search. */
  int MAX_CANDIDATES = 10_000;

  /**
   * Something that answered.
   *
   * @param address what a device or a channel document would say to reach it
   * @param title what it is, in words
   * @param details what else it told, for people: name of the fact and its value
   */
  record Finding(Map<String, Object> address, String title, Map<String, String> details) {
    /** Copies the maps. */
    public Finding {
      address = Map.copyOf(address);
      details = Map.copyOf(details);
    }
  }

  /**
   * One reading of the same bytes.
   *
   * @param address what a channel's address would add to have it read like this
   * @param value the value, as people write it
   */
  record Interpretation(Map<String, Object> address, String value) {
    /** Copies the map. */
    public Interpretation {
      address = Map.copyOf(address);
    }
  }

  /**
   * What one place holds.
   *
   * @param raw the bytes as the protocol shows them, for example one hexadecimal number a register
   * @param interpretations every way to read them that makes sense there
   */
  record Reading(List<String> raw, List<Interpretation> interpretations) {
    /** Copies the lists. */
    public Reading {
      raw = List.copyOf(raw);
      interpretations = List.copyOf(interpretations);
    }
  }

  /**
   * The candidates of a search. Any thread; no I/O.
   *
   * @param query what to look for, as the driver's documentation says
   * @throws io.weir.api.model.ConfigException naming the field of the query that is wrong, or when
   *     there would be more than {@link #MAX_CANDIDATES}
   */
  List<Map<String, Object>> candidates(Map<String, Object> query);

  /**
   * Asks for one candidate, with a read that changes nothing. Bus thread, connected.
   *
   * @return what answered, or null when nothing did
   * @throws ConnectionException if the connection is gone
   */
  @Nullable Finding probe(Map<String, Object> candidate) throws ConnectionException;

  /**
   * Reads one place and shows it in every interpretation. Bus thread, connected.
   *
   * @param address as a channel's, but without its type
   * @throws io.weir.api.model.ConfigException naming the field that is wrong
   * @throws DriverException as for {@link Driver#read}
   */
  Reading inspect(Map<String, Object> address) throws DriverException;
}
