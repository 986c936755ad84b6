package org.wayray.compositor.policy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which privileges a client has: those of every {@linkplain Grant grant} that names its program. A sandboxed client has none,
 * whatever its program.
 *
 * <p>A program is known by its executable. That keeps programs that were not asked for away from what is not theirs; it is no wall
 * between programs of one user, who can trace each other. Such a wall is a sandbox.
 *
 * <p>Immutable.
 *
 * @param grants in any order
 */
public record ClientPolicy(List<Grant> grants) {

    /** Every program that is not sandboxed may do everything. */
    public static final ClientPolicy TRUSTING =
            new ClientPolicy(List.of(new Grant(Optional.empty(), EnumSet.allOf(Privilege.class))));

    /**
     * Privileges for a program.
     *
     * @param program its executable with all links resolved; empty for every program
     */
    public record Grant(Optional<Path> program, Set<Privilege> privileges) {
        public Grant {
            privileges = Set.copyOf(privileges);
        }

        private boolean isFor(ClientIdentity client) {
            return program.isEmpty() || program.equals(client.program());
        }
    }

    public ClientPolicy {
        grants = List.copyOf(grants);
    }

    /** What the client may do. */
    public Set<Privilege> privileges(ClientIdentity client) {
        var all = EnumSet.noneOf(Privilege.class);
        if (client.sandbox().isEmpty()) {
            grants.stream().filter(grant -> grant.isFor(client)).forEach(grant -> all.addAll(grant.privileges()));
        }
        return all;
    }
}
