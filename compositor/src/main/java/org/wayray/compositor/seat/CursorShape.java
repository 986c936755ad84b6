package org.wayray.compositor.seat;

/**
 * What a pointer without an image of the client's stands for: the names of CSS and two more. The order is that of
 * wp_cursor_shape_device_v1.shape and of the viewer protocol.
 */
public enum CursorShape {
    DEFAULT,
    CONTEXT_MENU,
    HELP,
    POINTER,
    PROGRESS,
    WAIT,
    CELL,
    CROSSHAIR,
    TEXT,
    VERTICAL_TEXT,
    ALIAS,
    COPY,
    MOVE,
    NO_DROP,
    NOT_ALLOWED,
    GRAB,
    GRABBING,
    E_RESIZE,
    N_RESIZE,
    NE_RESIZE,
    NW_RESIZE,
    S_RESIZE,
    SE_RESIZE,
    SW_RESIZE,
    W_RESIZE,
    EW_RESIZE,
    NS_RESIZE,
    NESW_RESIZE,
    NWSE_RESIZE,
    COL_RESIZE,
    ROW_RESIZE,
    ALL_SCROLL,
    ZOOM_IN,
    ZOOM_OUT,
    DND_ASK,
    ALL_RESIZE
}
