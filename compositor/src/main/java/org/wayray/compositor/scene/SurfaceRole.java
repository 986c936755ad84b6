package org.wayray.compositor.scene;

/** What a surface is for. A surface gets at most one role and keeps it for life, also when the role's object is gone. */
public enum SurfaceRole {
    SUBSURFACE("wl_subsurface"),
    CURSOR("wl_pointer cursor"),
    DRAG_ICON("wl_data_device drag icon"),
    TOPLEVEL("xdg_toplevel"),
    POPUP("xdg_popup"),
    LAYER("zwlr_layer_surface_v1"),
    LOCK("ext_session_lock_surface_v1"),
    INPUT_POPUP("zwp_input_popup_surface_v2");

    private final String description;

    SurfaceRole(String description) {
        this.description = description;
    }

    /** How error messages call the role. */
    public String description() {
        return description;
    }
}
