package io.weir.mqtt;

/**
 * A message from the broker.
 *
 * @param topic where it was published
 * @param payload the bytes; not to be changed
 * @param isRetained whether the broker had kept it from before the subscription
 * @param receipt to be run once, from any thread, when the message is taken for good. Until then
 *     the broker counts it as under way, sends no more than {@link LinkSettings#MOST_RECEIVED}
 *     such, and sends it again on the next connection of a session that is kept. Does nothing for
 *     quality of service 0
 */
public record Received(String topic, byte[] payload, boolean isRetained, Runnable receipt) {}
