package io.weir.api.model;

/**
 * One line of the dictionary: what a channel number in a {@link Batch} stands for.
 *
 * <p>A number means this id, type and unit for ever. A channel whose type or unit changes gets a
 * new number under the same id.
 *
 * @param number small, from 0, assigned by the channel table
 * @param id {@code device/channel}, for example {@code boiler/flow-temp}
 * @param type type of the conditioned values
 * @param unit UCUM or SenML unit text, empty when there is none
 */
public record ChannelInfo(int number, String id, ValueType type, String unit) {
  /** The part of the id before the slash. */
  public String deviceId() {
    return id.substring(0, id.indexOf('/'));
  }

  /** The part of the id after the slash. */
  public String localId() {
    return id.substring(id.indexOf('/') + 1);
  }
}
