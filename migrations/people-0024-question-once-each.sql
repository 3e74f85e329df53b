-- Each citizen may ask about an entry once: the older person also where a mandate holder asked before, and the other way round.
alter table people.access_question drop constraint access_question_once;
alter table people.access_question add constraint access_question_once unique (person_no, entry_id, citizen_no);
