/** Finding what changed in a picture and coding it as bytes, and back: pure functions over heap pixels. */
module org.wayray.codec {
    requires static org.jspecify;
    requires com.github.luben.zstd_jni;
    requires org.bytedeco.ffmpeg;
    requires org.bytedeco.javacpp;

    exports org.wayray.codec;
    exports org.wayray.codec.video;
}
