package org.wayray.wayland.wire;

/** An entry of a protocol's plain (not bitfield) enumeration; every generated Java enum is one. */
public interface WireEnum {
    /** The number that stands for this entry on the wire. */
    int value();
}
