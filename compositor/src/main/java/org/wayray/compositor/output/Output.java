package org.wayray.compositor.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.geometry.Space.Physical;

/**
 * One monitor of the session, which a viewer shows. It has no hardware: its mode is what the viewer asks for.
 *
 * <p>Confined to the session loop.
 */
public final class Output {

    private final String name;
    private final String description;
    private final List<OutputListener> listeners = new CopyOnWriteArrayList<>();
    private OutputMode mode;
    private Scale scale;
    private Offset<Logical> position;
    private final OutputDamage damage = new OutputDamage();
    private final List<OutputDamage> othersDamage = new ArrayList<>();
    private @Nullable GammaCurves gamma;
    private boolean on = true;

    /**
     * @param name short and stable, unique in the session, such as {@code WAYRAY-1}
     * @param description for people
     * @param position of the top left corner in the scene
     */
    public Output(String name, String description, OutputMode mode, Scale scale, Offset<Logical> position) {
        this.name = name;
        this.description = description;
        this.mode = mode;
        this.scale = scale;
        this.position = position;
        damageAll();
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    public OutputMode mode() {
        return mode;
    }

    public Scale scale() {
        return scale;
    }

    public Offset<Logical> position() {
        return position;
    }

    public Size<Logical> logicalSize() {
        return scale.toLogical(mode.size());
    }

    /** The part of the scene that the output shows. */
    public Rect<Logical> logicalBounds() {
        return logicalSize().toRect().translated(position);
    }

    /** Changes what the output is; damages all of it and tells the listeners. */
    public void reconfigure(OutputMode newMode, Scale newScale, Offset<Logical> newPosition) {
        reconfigure(new OutputSetup(newMode, newScale, newPosition));
    }

    /** Changes what the output is; damages all of it and tells the listeners. */
    public void reconfigure(OutputSetup setup) {
        mode = setup.mode();
        scale = setup.scale();
        position = setup.position();
        damageAll();
        listeners.forEach(listener -> listener.changed(this));
    }

    /** Whether it shows its picture, or else black. */
    public boolean isOn() {
        return on;
    }

    /** Switches it off or on; it is painted again. What clients know of it stays as it is. */
    public void setOn(boolean next) {
        on = next;
        damageAll();
    }

    /** The curves that its colours go through, if they are not shown as they are. */
    public Optional<GammaCurves> gamma() {
        return Optional.ofNullable(gamma);
    }

    /** Sends colours through these curves from now on; empty for none. Damages all of it. */
    public void setGamma(Optional<GammaCurves> curves) {
        gamma = curves.orElse(null);
        damageAll();
    }

    /** Marks a part of the scene as to be painted again. What lies outside the output is ignored. */
    public void damage(Rect<Logical> sceneRect) {
        if (!sceneRect.isEmpty()) {
            Rect<Logical> inOutput = sceneRect.translated(Offset.<Logical>zero().minus(position));
            Rect<Physical> visible =
                    scale.toPhysicalOutward(inOutput).intersect(mode.size().toRect());
            damage.add(visible);
            for (int i = 0; i < othersDamage.size(); i++) {
                othersDamage.get(i).add(visible);
            }
        }
    }

    /** Marks all of the output as to be painted again. */
    public final void damageAll() {
        damage.set(mode.size().toRect());
        othersDamage.forEach(other -> other.set(mode.size().toRect()));
    }

    /** What is to be painted again. */
    public Region<Physical> damage() {
        return damage.region();
    }

    /** Hands the damage to the one who paints it now. */
    public Region<Physical> takeDamage() {
        return damage.take();
    }

    /** Notes damage for one more who paints the output, all of it at first, until {@link #untrack}. */
    public OutputDamage track() {
        OutputDamage tracked = new OutputDamage();
        tracked.set(mode.size().toRect());
        othersDamage.add(tracked);
        return tracked;
    }

    /** Ends what {@link #track} began. */
    public void untrack(OutputDamage tracked) {
        othersDamage.remove(tracked);
    }

    public void addListener(OutputListener listener) {
        listeners.add(listener);
    }

    public void removeListener(OutputListener listener) {
        listeners.remove(listener);
    }

    /** Tells the listeners that the output is gone. Called by the scene that it is taken out of. */
    public void removed() {
        listeners.forEach(listener -> listener.removed(this));
    }
}
