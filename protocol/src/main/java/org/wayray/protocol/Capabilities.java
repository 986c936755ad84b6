package org.wayray.protocol;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A set of capabilities: what one peer has, or what both agreed on. Immutable. */
public final class Capabilities {
    private final Set<Capability> members;

    private Capabilities(Set<Capability> members) {
        this.members = members;
    }

    /** These and no others. */
    public static Capabilities of(Capability... members) {
        EnumSet<Capability> set = EnumSet.noneOf(Capability.class);
        set.addAll(Arrays.asList(members));
        return new Capabilities(set);
    }

    /** The capabilities of these names. A name that this version does not know is ignored. */
    public static Capabilities ofWireNames(Collection<String> names) {
        EnumSet<Capability> set = EnumSet.noneOf(Capability.class);
        for (Capability capability : Capability.values()) {
            if (names.contains(capability.wireName())) {
                set.add(capability);
            }
        }
        return new Capabilities(set);
    }

    /** What both have. */
    public Capabilities and(Capabilities other) {
        EnumSet<Capability> common = EnumSet.noneOf(Capability.class);
        common.addAll(members);
        common.retainAll(other.members);
        return new Capabilities(common);
    }

    public boolean has(Capability capability) {
        return members.contains(capability);
    }

    /** The names for Hello or Welcome. */
    public List<String> wireNames() {
        return members.stream().map(Capability::wireName).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Capabilities capabilities && members.equals(capabilities.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return members.toString();
    }
}
