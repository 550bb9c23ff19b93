//! The others: nobody can sign in as one of them.

use super::super::people::{Human, human};

pub(super) const PEOPLE: [Human; 12] = [
    human("5eed0000-0000-4000-8000-000000000101", "aiko_h", "Aiko Hayashi", "char-5"),
    human("5eed0000-0000-4000-8000-000000000102", "bram_v", "Bram Visser", "char-6"),
    human("5eed0000-0000-4000-8000-000000000103", "chidi_e", "Chidi Eze", "char-7"),
    human("5eed0000-0000-4000-8000-000000000104", "dalia_n", "Dalia Nassar", "char-8"),
    human("5eed0000-0000-4000-8000-000000000105", "elif_y", "Elif Yilmaz", "char-1"),
    human("5eed0000-0000-4000-8000-000000000106", "finn_o", "Finn O'Connell", "char-2"),
    human("5eed0000-0000-4000-8000-000000000107", "greta_s", "Greta Schulz", "char-3"),
    human("5eed0000-0000-4000-8000-000000000108", "hugo_m", "Hugo Martin", "char-4"),
    human("5eed0000-0000-4000-8000-000000000109", "ines_p", "Inês Pereira", "char-5"),
    human("5eed0000-0000-4000-8000-000000000110", "jakub_n", "Jakub Novák", "char-6"),
    human("5eed0000-0000-4000-8000-000000000111", "kavya_r", "Kavya Rao", "char-7"),
    human("5eed0000-0000-4000-8000-000000000112", "liam_t", "Liam Tremblay", "char-8"),
];
