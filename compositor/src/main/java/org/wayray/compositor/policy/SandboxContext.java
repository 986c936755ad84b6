package org.wayray.compositor.policy;

import java.util.Optional;

/**
 * What a sandbox engine says of the sandbox that a client runs in. Immutable. Source: wp_security_context_v1.
 *
 * @param engine the engine's name, a reversed domain
 * @param appId the application in the engine's terms
 * @param instanceId the running instance in the engine's terms
 */
public record SandboxContext(Optional<String> engine, Optional<String> appId, Optional<String> instanceId) {}
