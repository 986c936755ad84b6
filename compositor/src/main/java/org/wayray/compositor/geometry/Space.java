package org.wayray.compositor.geometry;

/** The space that a coordinate lives in; only ever used as a type argument, never instantiated. */
public sealed interface Space {

    /**
     * Logical pixels: what Wayland requests and events speak, whatever the scale of a buffer or an output. Used for positions
     * in the scene as well as inside one surface.
     */
    final class Logical implements Space {
        private Logical() {}
    }

    /** Pixels of a client's buffer as they lie in memory, before buffer transform, buffer scale and viewport. */
    final class Buffer implements Space {
        private Buffer() {}
    }

    /** Pixels of an output's framebuffer, which are the pixels that a viewer shows. */
    final class Physical implements Space {
        private Physical() {}
    }
}
