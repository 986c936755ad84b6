package org.wayray.codec.video;

import java.util.Map;

/**
 * How one of the library's encoders is opened.
 *
 * @param codec   its name there
 * @param layout  of the pictures that it takes
 * @param options by their names there
 * @param adapts  whether it takes another quality while it runs; otherwise it has to be opened again
 */
record EncoderSettings(String codec, ChromaLayout layout, Map<String, String> options, boolean adapts) {}
