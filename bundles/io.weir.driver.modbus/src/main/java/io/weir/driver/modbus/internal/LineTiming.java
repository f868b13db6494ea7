package io.weir.driver.modbus.internal;

/**
 * How a line is used; times in nanoseconds.
 *
 * @param connectNanos longest wait until it is open
 * @param usualNanos how long an answer is usually waited for
 * @param pauseNanos rest between an answer and the next request
 * @param silenceNanos silence between frames
 * @param characterNanos time of one character; 0 on a network
 * @param hasEcho whether what is sent is received too
 * @param isNetwork whether it is a connection to a gateway, which may be made anew at any time
 */
record LineTiming(
    long connectNanos,
    long usualNanos,
    long pauseNanos,
    long silenceNanos,
    long characterNanos,
    boolean hasEcho,
    boolean isNetwork) {}
