package org.wayray.viewer.clipboard.x11;

import java.util.List;
import org.wayray.posix.xcb.XcbConnection;

/** The atoms that selections are spoken of with. Immutable. */
record X11Atoms(
        int clipboard,
        int primary,
        int targets,
        int timestamp,
        int multiple,
        int atomPair,
        int incr,
        int utf8String,
        int text,
        int data,
        int clock) {
    static X11Atoms of(XcbConnection x) {
        var atoms = x.atoms(List.of(
                "CLIPBOARD",
                "PRIMARY",
                "TARGETS",
                "TIMESTAMP",
                "MULTIPLE",
                "ATOM_PAIR",
                "INCR",
                "UTF8_STRING",
                "TEXT",
                "WAYRAY_DATA",
                "WAYRAY_CLOCK"));
        return new X11Atoms(
                atoms.get(0),
                atoms.get(1),
                atoms.get(2),
                atoms.get(3),
                atoms.get(4),
                atoms.get(5),
                atoms.get(6),
                atoms.get(7),
                atoms.get(8),
                atoms.get(9),
                atoms.get(10));
    }
}
