-- Records of one person that were merged are looked up from the record that stays: without an index each look read everybody.
create index person_merged_into on person (merged_into) where merged_into is not null;
