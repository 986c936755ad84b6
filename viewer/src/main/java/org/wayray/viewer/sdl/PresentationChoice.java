package org.wayray.viewer.sdl;

/** How the picture gets into the window. */
public enum PresentationChoice {
    /** By the GPU if there is a real one, else in software. */
    AUTO,
    /** In software, where the window system has a way for it. */
    SOFTWARE,
    /** By SDL's renderer, whatever stands behind it. */
    GPU
}
