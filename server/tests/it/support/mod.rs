//! What the tests share.

pub(crate) mod app;
pub(crate) mod clears;
pub(crate) mod far_wechat;
pub(crate) mod files;
pub(crate) mod month;
pub(crate) mod pages;
pub(crate) mod program;
pub(crate) mod serving;
