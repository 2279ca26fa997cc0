//! The TLS settings: ring, with the root certificates of the machine and, for images without any, the bundled ones.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};

/// The root certificates of the machine (also those of `SSL_CERT_FILE` and `SSL_CERT_DIR`) and the bundled ones.
pub(crate) fn roots() -> RootCertStore {
    let mut roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let native = rustls_native_certs::load_native_certs();
    for error in &native.errors {
        tracing::warn!(%error, "a certificate store of this machine could not be read");
    }
    roots.add_parsable_certificates(native.certs);
    roots
}

/// The settings of a TLS client that trusts `roots` and offers the protocols `alpn`.
///
/// The provider is passed explicitly, so nothing has to be installed for the whole process.
pub(crate) fn client_config(roots: RootCertStore, alpn: &[&[u8]]) -> Result<ClientConfig, rustls::Error> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|protocol| protocol.to_vec()).collect();
    Ok(config)
}
