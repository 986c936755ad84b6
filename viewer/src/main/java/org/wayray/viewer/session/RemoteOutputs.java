package org.wayray.viewer.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wayray.codec.CodecException;
import org.wayray.protocol.Limits;
import org.wayray.protocol.v1.OutputConfig;

/**
 * The outputs that the session shows. When the connection is lost they stay as they were, until the next one has told which of them
 * there are. Confined to the viewer's loop.
 */
final class RemoteOutputs implements AutoCloseable {
    /** More pixels than this in all are refused before memory is set aside: 8192 x 8192. */
    static final long MAX_PIXELS = 1L << 26;

    private final Presenter presenter;
    private final Map<Integer, RemoteOutput> byId = new LinkedHashMap<>();

    /** Those that the present connection has told about. */
    private final Set<Integer> told = new HashSet<>();

    /** @param presenter is told of every change */
    RemoteOutputs(Presenter presenter) {
        this.presenter = presenter;
    }

    /** All of them, oldest first. */
    List<RemoteOutput> all() {
        return List.copyOf(byId.values());
    }

    /** A new connection begins: what there is belongs to the one before. */
    void connect() {
        told.clear();
    }

    /** The new connection has told about its outputs: what is left of the one before goes. */
    void welcomed() {
        for (var output : all()) {
            if (!told.contains(output.id())) {
                gone(output.id());
            }
        }
    }

    /**
     * An output came or changed.
     *
     * @throws CodecException the session has too many, or too large ones
     */
    void configure(OutputConfig config) throws CodecException {
        var output = obtain(config.getId(), config.getWidth(), config.getHeight());
        if (output.configure(config)) {
            presenter.outputChanged(output);
        }
    }

    /**
     * The output that a frame of that size is for; a frame may come before the message about its output.
     *
     * @throws CodecException the session has too many, or too large ones
     */
    RemoteOutput resize(int id, int width, int height) throws CodecException {
        var output = obtain(id, width, height);
        if (output.resize(width, height)) {
            presenter.outputChanged(output);
        }
        return output;
    }

    private RemoteOutput obtain(int id, int width, int height) throws CodecException {
        if (told.add(id) && told.size() > Limits.SCREENS) {
            throw new CodecException("more than " + Limits.SCREENS + " outputs");
        }
        long others = byId.values().stream()
                .filter(output -> output.id() != id && told.contains(output.id()))
                .mapToLong(output -> (long) output.framebuffer().width()
                        * output.framebuffer().height())
                .sum();
        long wanted = Integer.toUnsignedLong(width) * Integer.toUnsignedLong(height);
        if (Long.compareUnsigned(wanted, MAX_PIXELS - others) > 0) {
            throw new CodecException("outputs of more than " + MAX_PIXELS + " pixels");
        }
        var known = byId.get(id);
        if (known != null) {
            return known;
        }
        var made = new RemoteOutput(id, width, height);
        byId.put(id, made);
        presenter.outputChanged(made);
        return made;
    }

    /** An output is no more; nothing happens if it is not known. */
    void gone(int id) {
        told.remove(id);
        var output = byId.remove(id);
        if (output != null) {
            presenter.outputGone(output);
            output.picture().close();
        }
    }

    /** All damage is visible. */
    void presented() {
        for (var output : byId.values()) {
            output.damage().clear();
        }
    }

    /** Keeps nothing any more of what was covered; what is shown stays. */
    void forgetKept() {
        byId.values().forEach(output -> output.picture().forgetKept());
    }

    /** Frees the decoders. */
    @Override
    public void close() {
        new ArrayList<>(byId.values()).forEach(output -> output.picture().close());
        byId.clear();
    }
}
