package io.weir.api.runtime;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The documents of devices and profiles, as they are written. Any thread but the registry's own.
 *
 * <p>What is saved is the file {@code devices/<id>.json}, replaced in one step, and in force when
 * the call returns. Files that are edited by hand are the same documents.
 */
@ProviderType
public interface DeviceDocuments {
  /** Most rows of a table of channels. */
  int MAX_ROWS = 10_000;

  /**
   * A profile that devices can name.
   *
   * @param source the public document its register map follows, empty when there is none
   * @param isOwn whether it is a document of this gateway, not one of the library that ships
   * @param channels how many channels it has
   */
  record ProfileSummary(String id, String name, String source, boolean isOwn, int channels) {}

  /**
   * A cell that cannot be used.
   *
   * @param line line of the table, from 1
   * @param column name of its column; empty for the whole row
   * @param value what it holds
   * @param reason what would be right
   */
  record CellProblem(int line, String column, String value, String reason) {}

  /**
   * A table of channels that was read.
   *
   * @param rows number of rows, without the header and empty lines
   * @param channels the channels of the good rows, each a JSON object as documents have it
   * @param problems what is wrong with the others
   */
  record ImportedChannels(int rows, List<String> channels, List<CellProblem> problems) {
    /** Copies the lists. */
    public ImportedChannels {
      channels = List.copyOf(channels);
      problems = List.copyOf(problems);
    }
  }

  /** All profiles, by id; a profile of this gateway stands for one of the library. */
  List<ProfileSummary> profiles() throws IOException;

  /** The profile's document. */
  Optional<byte[]> profile(String id) throws IOException;

  /** The device's document as it stands in its file, also one that is refused. */
  Optional<byte[]> device(String id) throws IOException;

  /**
   * Checks a device's document as it is checked when it is read.
   *
   * @return what people should know although it is good, in words; empty when there is nothing
   * @throws io.weir.api.model.ConfigException naming what would be refused
   */
  String check(String id, byte[] document);

  /**
   * Saves a device's document.
   *
   * @return as for {@link #check}
   * @throws io.weir.api.model.ConfigException naming what is refused; nothing is saved
   * @throws IOException if it cannot be written; what was there before stays
   */
  String save(String id, byte[] document) throws IOException;

  /**
   * Gives a device's document another address, so that another device takes its place: id, channels
   * and history stay. A document that follows what a device announces takes only the address of one
   * that is announced on its connection; what the gateway accepted by itself at that address gives
   * way, and the device that is replaced is ignored from then on.
   *
   * @return as for {@link #check}
   * @throws io.weir.api.model.ConfigException naming what is refused; nothing is saved
   * @throws IOException if it cannot be written; what was there before stays
   */
  String replace(String id, Map<String, Object> address) throws IOException;

  /** Removes a device's document; false when there is none. */
  boolean delete(String id) throws IOException;

  /**
   * Reads a table of channels as comma-separated values; the documentation tells the columns. Saves
   * nothing.
   *
   * @param connection the connection whose driver checks the addresses; when it does not exist they
   *     are not checked
   * @throws io.weir.api.model.ConfigException if it is no such table
   */
  ImportedChannels importChannels(String connection, byte[] table);

  /**
   * The channels of a device as such a table, those of its profile with them: what {@link
   * #importChannels} makes the same channels of. What the device's own address says is left to it.
   *
   * @return empty when there is no such device
   * @throws io.weir.api.model.ConfigException if its document is refused, or the profile it names
   *     is not there
   */
  Optional<byte[]> exportChannels(String id) throws IOException;
}
