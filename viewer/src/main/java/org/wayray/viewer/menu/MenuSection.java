package org.wayray.viewer.menu;

/** Which part of the menu an entry stands in; from the top. */
public enum MenuSection {
    /** How the picture is shown. */
    VIEW,
    /** What happens to keys and pointer. */
    INPUT,
    /** What passes between desk and session besides, such as the clipboard. */
    SHARING,
    /** The end. */
    LEAVE
}
