package org.wayray.compositor.globals;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wayray.compositor.policy.ClientIdentity;
import org.wayray.compositor.policy.ClientPolicy;
import org.wayray.compositor.policy.Privilege;
import org.wayray.compositor.policy.SandboxContext;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Global;
import org.wayray.wayland.server.GlobalFilter;

/**
 * Applies the session's {@link ClientPolicy}: a client sees a privileged global only with the privilege that it takes. What a client
 * may do is decided once, when it asks for its first registry, and stays. Confined to the session loop.
 */
public final class ClientAccess implements GlobalFilter {
    private final ClientPolicy policy;
    private final Map<Client, SandboxContext> sandboxed = new HashMap<>();
    private final Map<Client, Set<Privilege>> decided = new HashMap<>();

    public ClientAccess(ClientPolicy policy) {
        this.policy = policy;
    }

    @Override
    public boolean offers(Client client, Global global) {
        return Privilege.of(global.wireInterface().name())
                .map(needed -> privileges(client).contains(needed))
                .orElse(true);
    }

    /** What the client may do. */
    public Set<Privilege> privileges(Client client) {
        var known = decided.get(client);
        if (known != null) {
            return known;
        }
        var privileges = policy.privileges(identity(client));
        decided.put(client, privileges);
        client.onDestroy(() -> decided.remove(client));
        return privileges;
    }

    /** The sandbox that a client runs in. */
    public Optional<SandboxContext> sandbox(Client client) {
        return Optional.ofNullable(sandboxed.get(client));
    }

    /** A client came through a sandbox's socket; it has not made a request yet. */
    void markSandboxed(Client client, SandboxContext context) {
        sandboxed.put(client, context);
        client.onDestroy(() -> sandboxed.remove(client));
    }

    private ClientIdentity identity(Client client) {
        var credentials = client.credentials();
        return new ClientIdentity(credentials.pid(), credentials.program(), sandbox(client));
    }
}
