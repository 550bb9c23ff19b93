mod groups;
mod one;
