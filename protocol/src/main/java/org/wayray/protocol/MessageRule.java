package org.wayray.protocol;

/**
 * What holds for every message of one kind.
 *
 * @param channel the only channel that it may travel on
 * @param maxPayload the most bytes that may follow it; 0 for a message without payload
 */
public record MessageRule(Channel channel, int maxPayload) {}
