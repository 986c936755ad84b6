package org.wayray.compositor.scene;

/** What kind of pictures a client says that a surface shows (wp_content_type_v1.type): a hint. */
public enum ContentType {
    /** Unknown, or anything else. */
    NONE,
    /** Still pictures of a camera. */
    PHOTO,
    /** Moving pictures, whose rhythm matters. */
    VIDEO,
    /** A game, whose latency matters. */
    GAME
}
