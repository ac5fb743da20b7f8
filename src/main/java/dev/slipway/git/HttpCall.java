package dev.slipway.git;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;

/** One request of a conversation, in the shape that JGit wants; it is sent when the answer is first asked for. */
final class HttpCall implements HttpConnection {
    private static final int DRAINED_AT_MOST = 64 * 1024;

    private final HttpConversation conversation;
    private final URL url;
    private final HttpRequest.Builder request;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String method = "GET";
    private Optional<HttpResponse<InputStream>> response = Optional.empty();

    HttpCall(HttpConversation conversation, URL url) {
        this.conversation = conversation;
        this.url = url;
        this.request = HttpRequest.newBuilder(URI.create(url.toString()));
    }

    private HttpResponse<InputStream> answer() throws IOException {
        if (response.isEmpty()) {
            var content = body.size() == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.toByteArray());
            response = Optional.of(
                    conversation.send(request.method(method, content).build()));
        }
        return response.get();
    }

    @Override
    public int getResponseCode() throws IOException {
        return answer().statusCode();
    }

    /** HTTP/2 has none, and no decision may hang on it. */
    @Override
    public String getResponseMessage() {
        return "";
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Draining(answer().body());
    }

    @Override
    public OutputStream getOutputStream() {
        return body;
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        return response.map(answer -> answer.headers().map()).orElse(Map.of());
    }

    @Override
    public List<String> getHeaderFields(String name) {
        return response.map(answer -> answer.headers().allValues(name)).orElse(List.of());
    }

    @Override
    @SuppressWarnings("NullAway") // "no such header" is null in JGit's interface
    public String getHeaderField(String name) {
        return getHeaderFields(name).stream().findFirst().orElse(null);
    }

    @Override
    public String getContentType() {
        return getHeaderField("Content-Type");
    }

    /** Unknown, for JGit asks it of dumb servers only. */
    @Override
    public int getContentLength() {
        return -1;
    }

    @Override
    public void setRequestMethod(String name) {
        method = name;
    }

    @Override
    public String getRequestMethod() {
        return method;
    }

    @Override
    public void setRequestProperty(String key, String value) {
        request.setHeader(key, value);
    }

    @Override
    public URL getURL() {
        return url;
    }

    @Override
    public void connect() {
        // The request is sent when the answer is asked for.
    }

    @Override
    public void setUseCaches(boolean use) {
        // The client has no cache.
    }

    @Override
    public void setConnectTimeout(int milliseconds) {
        // The client's own holds.
    }

    @Override
    public void setReadTimeout(int milliseconds) {
        // The operation has a deadline as a whole.
    }

    @Override
    public void setInstanceFollowRedirects(boolean follow) {
        // The client follows none: JGit does, and the conversation says how far.
    }

    @Override
    public void setDoOutput(boolean output) {
        // Whether there is a body is seen when the request is sent.
    }

    @Override
    public void setFixedLengthStreamingMode(int length) {
        // What a fetch sends is small; it is held in memory and has a known length.
    }

    @Override
    public void setChunkedStreamingMode(int length) {
        // As above.
    }

    @Override
    public boolean usingProxy() {
        return false;
    }

    @Override
    public void configure(KeyManager[] keys, TrustManager[] trust, SecureRandom random) throws KeyManagementException {
        throw new KeyManagementException("certificates are always checked");
    }

    @Override
    public void setHostnameVerifier(HostnameVerifier verifier) throws KeyManagementException {
        throw new KeyManagementException("host names are always checked");
    }

    /** JGit stops reading where Git's protocol ends; a connection can be used again only after HTTP's own end. */
    private final class Draining extends FilterInputStream {
        private boolean closed;

        private Draining(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw conversation.failed(e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (IOException e) {
                throw conversation.failed(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (!closed && conversation.failure().isEmpty()) {
                closed = true;
                readNBytes(DRAINED_AT_MOST);
            }
            super.close();
        }
    }
}
